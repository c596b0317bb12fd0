package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// file adds a file of the desk's own to a request.
func (w *world) file(t *testing.T, key request.Key) request.FileID {
	t.Helper()
	_, f, err := w.AddFile(t.Context(), jana, desk.Target{Key: key}, desk.NewFile{Name: "trace.txt"}, strings.NewReader("hop 1"), 100)
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

// holds are the ways beside a reply in which words go to a client: each has a request
// wait, and says what the client reads then.
func holds() map[string]func(*testing.T, *world, request.Key) (later func() (*request.Request, request.Unsent, error), reads string) {
	type later = func() (*request.Request, request.Unsent, error)
	return map[string]func(*testing.T, *world, request.Key) (later, string){
		"a shared file": func(t *testing.T, w *world, key request.Key) (later, string) {
			id := w.file(t, key)
			return func() (*request.Request, request.Unsent, error) {
				return w.ShareFileLater(t.Context(), jana, desk.Target{Key: key}, request.ShareFile{File: id, Note: "n1", Audience: request.ToClient})
			}, "File: trace.txt"
		},
		"a shared note": func(t *testing.T, w *world, key request.Key) (later, string) {
			_, n, err := w.Note(t.Context(), jana, desk.Target{Key: key}, "n0", "the card is broken")
			if err != nil {
				t.Fatal(err)
			}
			return func() (*request.Request, request.Unsent, error) {
				return w.ShareLater(t.Context(), jana, desk.Target{Key: key}, n.ID, request.Share{ID: "n1", Audience: request.ToClient, Body: "A card is broken."})
			}, "A card is broken."
		},
		"what is waited for": func(t *testing.T, w *world, key request.Key) (later, string) {
			return func() (*request.Request, request.Unsent, error) {
				return w.WaitLater(t.Context(), jana, desk.Target{Key: key}, request.Move{To: request.WaitingClient, WaitingFor: "the UPS log", Note: "n1"})
			}, "the UPS log"
		},
		"a broadcast": func(t *testing.T, w *world, key request.Key) (later, string) {
			major := w.umbrella(t)
			w.gather(t, major, key)
			return func() (*request.Request, request.Unsent, error) {
				b := request.Broadcast{ID: "n1", Audience: request.ToClient, Texts: map[string]string{"en": "We work on it."}, Fallback: "en"}
				return w.BroadcastLater(t.Context(), jana, desk.Target{Key: major}, b)
			}, "We work on it."
		},
	}
}

// TestWhatIsForClientsWaits: whatever goes to a client waits as a reply does, goes
// once, and is nothing when it was taken back.
func TestWhatIsForClientsWaits(t *testing.T) {
	t.Parallel()
	for what, begin := range holds() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := openWith(t, parties(), watchNothing)
			key := w.received(t, "nordwind")
			later, reads := begin(t, w, key)
			before := w.item(t, key)
			r, u, err := later()
			if err != nil || u.Write.ID != "n1" || !strings.Contains(u.Write.Body, reads) || !u.Until.Equal(noon.Add(desk.Pause)) {
				t.Fatalf("waits as %+v, %v", u, err)
			}
			if _, again, err := later(); err != nil || again.Write.ID != "n1" || len(w.item(t, r.Key).Request.Unsent) != 1 {
				t.Errorf("said twice: %+v, %v", again, err)
			}
			w.sends(t)
			if now := w.item(t, key); len(now.Notes) != len(before.Notes) || now.Request.Status != request.New || len(w.told(t, key)) != 0 {
				t.Fatalf("it went at once: %+v", now)
			}
			if _, back, err := w.TakeBack(t.Context(), jana, desk.Target{Key: r.Key}, "n1"); err != nil || back.Write.Body != u.Write.Body {
				t.Errorf("taken back: %+v, %v", back, err)
			}
			w.at(noon.Add(desk.Pause))
			w.sends(t)
			if now := w.item(t, key); len(w.told(t, key)) != 0 || now.Request.Status != request.New {
				t.Fatalf("it went though it was taken back: %+v", now)
			}
			if _, _, err := later(); err != nil {
				t.Fatal(err)
			}
			w.at(noon.Add(2 * desk.Pause))
			w.sends(t)
			w.sends(t)
			if told := w.told(t, key); !slices.Equal(told, []string{reads}) {
				t.Errorf("told %q", told)
			}
			if _, u, err := later(); err != nil || u.Write.ID != "n1" || !u.Until.IsZero() || len(w.told(t, key)) != 1 {
				t.Errorf("the same once more: %+v, %v", u, err)
			}
		})
	}
}

// TestWaitingBeginsWithTheQuestion: the status follows when the words go, and does
// not where it is not legal any more.
func TestWaitingBeginsWithTheQuestion(t *testing.T) {
	t.Parallel()
	w := open(t)
	asked, over := w.received(t, "nordwind"), w.received(t, "nordwind")
	for _, key := range []request.Key{asked, over} {
		if _, _, err := w.WaitLater(t.Context(), jana, desk.Target{Key: key}, request.Move{To: request.WaitingClient, WaitingFor: "the UPS log"}); err != nil {
			t.Fatal(err)
		}
	}
	w.triage(t, over, request.Edit{}, &request.Move{To: request.Resolved})
	w.at(noon.Add(desk.Pause))
	w.sends(t)
	if r := w.item(t, asked).Request; r.Status != request.WaitingClient || r.WaitingFor != "the UPS log" || len(r.Unsent) != 0 {
		t.Errorf("%+v", r)
	}
	if r := w.item(t, over).Request; r.Status != request.Resolved || len(r.Unsent) != 1 || r.Unsent[0].Refused == "" || len(w.told(t, over)) != 0 {
		t.Errorf("%+v", r)
	}
	for what, m := range map[string]request.Move{
		"nothing to ask": {To: request.WaitingClient, WaitingFor: " "},
		"another status": {To: request.Resolved, WaitingFor: "x"},
	} {
		if _, _, err := w.WaitLater(t.Context(), jana, desk.Target{Key: asked}, m); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

// TestAFileThatIsGoneIsNotShared: what was taken back meanwhile does not go.
func TestAFileThatIsGoneIsNotShared(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	id := w.file(t, key)
	if _, _, err := w.ShareFileLater(t.Context(), jana, desk.Target{Key: key}, request.ShareFile{File: id, Audience: request.ToClient}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.DeleteFile(t.Context(), jana, desk.Target{Key: key}, id); err != nil {
		t.Fatal(err)
	}
	w.at(noon.Add(desk.Pause))
	w.sends(t)
	if r := w.item(t, key).Request; len(r.Unsent) != 1 || !strings.Contains(r.Unsent[0].Refused, "not here") || len(w.told(t, key)) != 0 {
		t.Errorf("%+v", r.Unsent)
	}
}

// TestABroadcastIsHeardByEachClient: in their language, and judged by what each of
// them may know.
func TestABroadcastIsHeardByEachClient(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major := w.umbrella(t)
	north, argent, lumen, secret := w.about(t, "nordwind", "N-1"), w.about(t, "argent", "A-1"), w.about(t, "lumen", "L-1"), w.about(t, "lumen", "L-2")
	w.gather(t, major, north, argent, lumen, secret)
	w.hide(t, secret)
	if err := w.store.Update(t.Context(), major, func(d *store.Doc) error {
		d.Request.Links = append(d.Request.Links, request.Link{ID: "l1", Assignee: "Pavel Novák"})
		d.Request.Links[len(d.Request.Links)-1].Ticket.Key = "NET-7"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b := request.Broadcast{Audience: request.ToClient, Texts: map[string]string{
		"de": "Nordwind AG: Karte defekt, siehe " + string(major) + ".", "en": "Nordwind AG and Argent Pay: see NET-7, says Pavel.",
	}}
	heard, err := w.Hearing(t.Context(), jana, major, b)
	if err != nil || len(heard) != 2 {
		t.Fatalf("%+v, %v", heard, err)
	}
	var names []string
	for _, h := range heard {
		for _, x := range h.Revealed {
			names = append(names, h.Language+" "+x.Name)
		}
	}
	want := []string{"de " + string(major), "en Nordwind AG", "en NET-7", "en Pavel Novák"}
	if !slices.Equal(names, want) || !slices.Equal(heard[0].Clients, []request.ClientID{"nordwind"}) || !slices.Equal(heard[1].Clients, []request.ClientID{"argent"}) {
		t.Errorf("gives away %q to %+v", names, heard)
	}
}

// TestNewNamesAreKnown: what was added while the hub runs is given away as well.
func TestNewNamesAreKnown(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	d := directory()
	d.Clients["zephyr"] = request.Client{ID: "zephyr", Title: "Zephyr Rail"}
	w.Redirect(d)
	found, err := w.Reveals(t.Context(), jana, key, "Zephyr Rail has it too.")
	if err != nil || len(found) != 1 || found[0].Name != "Zephyr Rail" {
		t.Errorf("%+v, %v", found, err)
	}
}
