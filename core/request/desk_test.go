package request_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func TestUmbrellaHandsItsStateDown(t *testing.T) {
	t.Parallel()
	h := house()
	child := received(t, h, "nordwind")
	d, err := request.Receive(&request.Request{Title: "Line card", Umbrella: request.Major}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := request.Gather(child, child, "", h, desk(noon)); err == nil {
		t.Error("gathered by what is no umbrella")
	}
	if _, err := request.Gather(child, d.Request, "", h, desk(noon)); err != nil || child.Gathered != d.Request.ID {
		t.Fatalf("gathered by %q, %v", child.Gathered, err)
	}
	do(t, h, d.Request, desk(noon), request.Move{To: request.Monitoring})
	do(t, h, child, desk(noon), request.Take{From: d.Request})
	if child.Status != request.Monitoring || child.RestoredAt != noon || child.Behind(d.Request) {
		t.Fatalf("%s, restored %s", child.Status, child.RestoredAt)
	}
	do(t, h, d.Request, desk(noon), request.Move{To: request.Cancelled})
	do(t, h, child, desk(noon), request.Take{From: d.Request})
	if child.Status != request.Monitoring {
		t.Errorf("the umbrella's end without a cure came down: %s", child.Status)
	}
	if _, err := request.Release(child, d.Request, h, desk(noon)); err != nil || child.Gathered != "" {
		t.Errorf("released: %q, %v", child.Gathered, err)
	}
}

func TestAttentionGoesWhenTheDeskHasDealtWithIt(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.Heard{Body: "/spoc ask which port?"})
	if !slices.Contains(r.Attention, request.AttentionTeamAsks) {
		t.Fatalf("asked: %v", r.Attention)
	}
	do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "port 4"})
	if len(r.Attention) > 0 {
		t.Fatalf("answered: %v", r.Attention)
	}
	do(t, h, r, tool(l, noon), request.TicketReturned{Reason: "not ours"})
	do(t, h, r, desk(noon), request.Seen{Reason: request.AttentionReturned})
	if len(r.Attention) > 0 || r.Delegations[0].State != request.Returned {
		t.Fatalf("decided: %v, %s", r.Attention, r.Delegations[0].State)
	}
}

func TestPromiseIsDueUntilTheClientHears(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	next := noon.Add(time.Hour)
	do(t, h, r, desk(noon), request.Edit{NextUpdateAt: &next})
	for _, c := range []struct {
		at  time.Time
		due bool
	}{{noon, false}, {next, true}} {
		if got := slices.Contains(r.Attend(c.at), request.AttentionPromiseDue); got != c.due {
			t.Errorf("at %s: %v", c.at, got)
		}
	}
	do(t, h, r, desk(next), request.Write{Audience: request.ToClient, Body: "still at it", Via: request.ByPhone})
	if len(r.Attend(next)) > 0 {
		t.Error("due although the client was called")
	}
}

func byHand(l request.LinkID, state request.Category, reason string) request.ByHandSays {
	return request.ByHandSays{Link: l, State: &state, Reason: reason}
}

func TestWorkByHand(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	do(t, h, r, desk(noon), request.Delegate{Team: "field"})
	l := &r.Links[0]
	if l.Connection != request.ByHand || l.Health != request.InSync {
		t.Fatalf("link %+v", l)
	}
	do(t, h, r, desk(noon), request.Identify{Link: l.ID, Key: "F-12"})
	if r.Links[0].Ticket.Key != "F-12" {
		t.Errorf("called %q", r.Links[0].Ticket.Key)
	}
	do(t, h, r, desk(noon), byHand(l.ID, request.Doing, ""), byHand(l.ID, request.Done, ""))
	if r.Delegations[0].State != request.DelegateDone || !slices.Contains(r.Attention, request.AttentionAllDone) {
		t.Errorf("%s, %v", r.Delegations[0].State, r.Attention)
	}
	if written := do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "thanks"}); len(written.Added[0].Copies) > 0 {
		t.Errorf("a note waits for a tool that is none: %+v", written.Added[0].Copies)
	}
}

func TestAttachTakesNamesOnly(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"trace.log": "trace.log", " a b.txt ": "a b.txt", `C:\Users\x\mail.eml`: "mail.eml", "../../etc/passwd": "passwd", "wykres żółty.png": "wykres żółty.png",
		"a\u202egpj.exe": "agpj.exe", "a\r\nX: y.txt": "aX: y.txt", "a\xff.txt": "a.txt", ".bashrc": ".bashrc",
		"": "", "..": "", "x/": "", " . ": "", strings.Repeat("x", 256): "",
	} {
		h := house()
		r := received(t, h, "nordwind")
		_, err := request.Do(r, h, desk(noon), request.Attach{File: request.File{ID: "f", Name: given, Audience: request.Internal}})
		switch {
		case want == "" && (err == nil || len(r.Files) > 0):
			t.Errorf("%q was taken", given)
		case want != "" && (err != nil || r.Files[0].Name != want):
			t.Errorf("%q: %v, %v", given, r.Files, err)
		}
	}
}

func TestAttachIsHistoryAndTouchesNoTicket(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	given(t, h, r, "core")
	d := do(t, h, r, desk(noon.Add(time.Hour)), request.Attach{File: request.File{ID: "f", Name: "a.log", Audience: request.Internal}})
	f, known := r.File("f")
	if !known || f.Author.Name != "Jana" || f.Author.Origin != request.DeskOrigin || !f.CreatedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("file is %+v", f)
	}
	if len(d.Events) != 1 || d.Events[0].Type != request.FileAdded || d.Events[0].To != "a.log" || len(d.Dirty) > 0 || !r.UpdatedAt.Equal(f.CreatedAt) {
		t.Errorf("decided %+v", d)
	}
	if _, err := request.Do(r, h, desk(noon), request.Attach{File: request.File{ID: "g", Name: "b", Audience: "all"}}); err == nil {
		t.Error("an audience that is none was taken")
	}
	r.Files = make([]request.File, request.MaxFiles)
	if _, err := request.Do(r, h, desk(noon), request.Attach{File: request.File{ID: "g", Name: "b", Audience: request.Internal}}); err == nil {
		t.Error("there is no end to files")
	}
}

// shown is a file that came with the ticket of a link, and a comment that shows it.
func shown(t *testing.T, h request.House, r *request.Request, l request.LinkID) *request.Note {
	t.Helper()
	do(t, h, r, tool(l, noon), request.FileHeard{Remote: "7", File: request.File{ID: "f1", Name: "dup.txt", Type: "text/plain"}})
	return &request.Note{
		ID: "n1", Request: r.ID, Audience: request.Teams, Author: request.Author{Name: "Pavel", Origin: "jira"},
		Body: "See ![dup.txt](attachment:dup.txt).", Version: 1, Copies: []request.Copy{{Note: "n1", Link: l, Origin: true}},
	}
}

func TestASharedNoteTakesItsFilesAlong(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core := given(t, h, r, "core").ID
	some := given(t, h, r, "some").ID
	n := shown(t, h, r, core)
	d := do(t, h, r, desk(noon), request.Share{Note: n, Audience: request.Teams, Links: []request.LinkID{some}})
	if got := d.Added[0].Body; got != "See dup.txt." {
		t.Errorf("the text leads nowhere: %q", got)
	}
	if len(r.Files) != 2 || r.Files[1].Note != d.Added[0].ID || len(r.Files[1].Copies) != 1 || r.Files[1].Copies[0].Link != some {
		t.Errorf("the file did not go along: %+v", r.Files)
	}
	do(t, h, r, desk(noon), request.Share{Note: n, Audience: request.ToClient, Files: []request.FileID{}})
	if len(r.Files) != 2 {
		t.Error("a file went along that was left out")
	}
}

func TestAFileIsTakenBack(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, some := given(t, h, r, "core").ID, given(t, h, r, "some").ID
	do(t, h, r, desk(noon), request.Attach{File: request.File{ID: "f1", Name: "a.log", Audience: request.Teams}})
	r.Files[0].Copy(core).Remote, r.Files[0].Copy(core).State = "7", request.CopyDelivered
	d := do(t, h, r, desk(noon), request.Unfile{File: "f1"})
	f := r.Files[0]
	if f.Stored() != "" || f.Shareable() || f.Copy(some).State != request.CopyDeleted || f.Copy(core).Error == "" || len(d.Events) != 1 {
		t.Errorf("%+v, %+v", f, d.Events)
	}
	if d := do(t, h, r, desk(noon), request.Unfile{File: "f1"}); len(d.Events) != 0 {
		t.Error("taken back twice")
	}
	if _, err := request.Do(r, h, desk(noon), request.Unfile{File: "f2"}); err == nil {
		t.Error("one that is none was taken back")
	}
}

// What the desk added to an internal note is not passed on with a click: it is
// refused with the reason.
func TestAFileOfAnInternalNoteStaysThere(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	given(t, h, r, "core")
	do(t, h, r, desk(noon), request.Write{ID: "n1", Audience: request.Internal, Body: "for us"})
	do(t, h, r, desk(noon), request.Attach{File: request.File{ID: "f1", Name: "a.log", Size: 5, Audience: request.Internal, Note: "n1"}})
	for _, audience := range []request.Audience{request.Teams, request.ToClient} {
		_, err := request.Decide(r, h, desk(noon), request.ShareFile{File: "f1", Audience: audience})
		if err == nil || err.Error() != "file: belongs to an internal note" {
			t.Errorf("shared with %s: %v", audience, err)
		}
	}
}

// TestAFileIsToldOfOnce shares a file with a tool that takes none.
func TestAFileIsToldOfOnce(t *testing.T) {
	t.Parallel()
	h := house()
	h.Files = func(string) request.Carriage { return request.Told }
	r := received(t, h, "nordwind")
	l := given(t, h, r, "core")
	do(t, h, r, desk(noon), request.Attach{File: request.File{ID: "f1", Name: "a_1.log", Size: 5, Audience: request.Internal}})
	d := do(t, h, r, desk(noon), request.ShareFile{File: "f1", Audience: request.Teams})
	text := h.CopyFor(r, l, d.Added[0])
	if strings.Count(text, "File: ") != 1 || !strings.Contains(text, "/files/"+string(r.Files[1].ID)+")") {
		t.Errorf("said as %q", text)
	}
	d = do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "Please look."})
	r.Files[1].Note = d.Added[0].ID
	if text := h.CopyFor(r, l, d.Added[0]); !strings.Contains(text, "Please look.\n\nFile: [") {
		t.Errorf("said as %q", text)
	}
}

func TestMergeHandsFilesOverAndBack(t *testing.T) {
	t.Parallel()
	h := house()
	dup, into := received(t, h, "nordwind"), received(t, h, "nordwind")
	for r, id := range map[*request.Request]request.FileID{dup: "f", into: "g"} {
		do(t, h, r, desk(noon), request.Attach{File: request.File{ID: id, Name: "a", Audience: request.Internal}})
	}
	dup.ID, into.ID = "dup", "into"
	if _, _, err := request.Merge(dup, into, nil, h, desk(noon)); err != nil || len(dup.Files) != 0 || len(into.Files) != 2 {
		t.Fatalf("merged: %d and %d files, %v", len(dup.Files), len(into.Files), err)
	}
	dup, into = dup.Clone(), into.Clone()
	if _, _, err := request.Unmerge(dup, into, h, desk(noon)); err != nil || len(dup.Files) != 1 || dup.Files[0].ID != "f" || len(into.Files) != 1 {
		t.Fatalf("unmerged: %v and %v, %v", dup.Files, into.Files, err)
	}
}

// What came from a duplicate's ticket while it was merged goes back with the ticket.
func TestUnmergeGivesBackWhatATicketBrought(t *testing.T) {
	t.Parallel()
	h := house()
	dup, into := received(t, h, "nordwind"), received(t, h, "nordwind")
	dup.ID, into.ID = "dup", "into"
	l := given(t, h, dup, "core").ID
	if _, _, err := request.Merge(dup, into, nil, h, desk(noon)); err != nil {
		t.Fatal(err)
	}
	into.Files = append(into.Files, request.File{ID: "f", Name: "a", Copies: []request.FileCopy{{Link: l, Origin: true}}}, request.File{ID: "g", Name: "b"})
	if _, _, err := request.Unmerge(dup, into, h, desk(noon)); err != nil || len(dup.Files) != 1 || dup.Files[0].ID != "f" || len(into.Files) != 1 {
		t.Fatalf("unmerged: %v and %v, %v", dup.Files, into.Files, err)
	}
}
