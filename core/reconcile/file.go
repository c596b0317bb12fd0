package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Attachments stands for a ticket's files among the directions; where nothing is
// said they travel both ways.
const Attachments = ticket.Attachments

func (r Rules) attachments() Direction {
	if d, ok := r.Directions[Attachments]; ok {
		return d
	}
	return Both
}

// FileSide is the hub's side of one file that this link holds, or is to hold.
type FileSide struct {
	ID      request.FileID
	Name    string
	Type    string
	SHA256  string
	Size    int64
	Bytes   request.FileID // where the store has them
	Cleared bool           // the link's reader may have it
	Copy    request.FileCopy
}

// FileChange is a copy of a file that stands otherwise now.
type FileChange struct {
	File request.FileID
	Copy request.FileCopy
}

// Filed is what the hub remembers of a ticket's files.
type Filed struct {
	Known  []string               `json:",omitempty"` // ids of those at the tool that were taken, sent or left
	Fetch  []Arrival              `json:",omitempty"` // still to be read
	Absent map[string]time.Time   `json:",omitempty"` // ids that a complete read did not show, and since when
	Tries  map[request.FileID]int `json:",omitempty"` // uploads whose outcome was never learned
	Gone   []string               `json:",omitempty"` // ids of those that were deleted, whatever old delivery tells of them
}

// Arrival is a file at the tool that the hub has not read yet.
type Arrival struct {
	File  ticket.File
	Tries int `json:",omitempty"`
}

// tries is how often a transfer is begun before a person is asked.
const tries = 6

func (f Filed) clone() Filed {
	f.Known, f.Fetch, f.Gone = slices.Clone(f.Known), slices.Clone(f.Fetch), slices.Clone(f.Gone)
	f.Absent, f.Tries = maps.Clone(f.Absent), maps.Clone(f.Tries)
	return f
}

// News reports whether a ticket shows files that are not known yet, or misses
// some that are.
func (f Filed) News(t ticket.Ticket) bool {
	for _, x := range t.Files {
		if !f.Knows(x.ID) {
			return true
		}
	}
	return t.AllFiles && slices.ContainsFunc(f.Known, func(id string) bool { return !shows(t, id) && f.Absent[id].IsZero() })
}

// Knows reports whether a file at the tool needs no further look.
func (f Filed) Knows(id string) bool {
	return slices.Contains(f.Known, id) || slices.ContainsFunc(f.Fetch, func(a Arrival) bool { return a.File.ID == id })
}

func shows(t ticket.Ticket, id string) bool {
	return slices.ContainsFunc(t.Files, func(f ticket.File) bool { return f.ID == id })
}

func (f *Filed) know(id string) {
	f.forget(id)
	f.Known = append(f.Known, id)
}

// forget takes a file off all lists.
func (f *Filed) forget(id string) {
	is := func(x string) bool { return x == id }
	f.Known = slices.DeleteFunc(f.Known, is)
	f.Fetch = slices.DeleteFunc(f.Fetch, func(a Arrival) bool { return a.File.ID == id })
	delete(f.Absent, id)
}

// miss notes that a file was not there when it was to be read.
func (f *Filed) miss(id string, now time.Time) {
	if f.Absent == nil {
		f.Absent = map[string]time.Time{}
	}
	if f.Absent[id].IsZero() {
		f.Absent[id] = now
	}
}

// next is the file to be read next, of those that are there; nil: none.
func (f Filed) next() *ticket.File {
	for _, a := range f.Fetch {
		if f.Absent[a.File.ID].IsZero() {
			return &a.File
		}
	}
	return nil
}

// bury takes a file off all lists for good.
func (f *Filed) bury(id string) {
	const most = 32
	f.forget(id)
	if !slices.Contains(f.Gone, id) {
		f.Gone = append(f.Gone, id)
		f.Gone = f.Gone[max(len(f.Gone)-most, 0):]
	}
}

func (l *Look) addFile(f ticket.File) {
	if !shows(l.Ticket, f.ID) {
		l.Ticket.Files = append(l.Ticket.Files, f)
	}
}

// filed takes in a change of a file; false if it does not tell which.
func (l *Look) filed(c ticket.Change) bool {
	switch {
	case c.File == nil || c.File.ID == "":
		l.Filed = true
		return false
	case c.Kind == ticket.FileGone:
		l.Lost = append(l.Lost, c.File.ID)
	default:
		l.addFile(*c.File)
	}
	return true
}

// files brings the files of both sides together: those of the look are matched by
// id, then by key, then, for an upload whose answer was lost, by what is known of
// it; what is left is to be fetched. Files for this link that are not there yet
// go out.
func (p *planner) files() {
	for _, f := range p.look.Ticket.Files {
		p.fileIn(f)
	}
	for _, id := range p.lostFiles() {
		p.fileGone(id)
	}
	p.settleUploads()
	if p.st.Restored && !p.look.Ticket.AllFiles || !p.Rules.attachments().gives() {
		return
	}
	for i := range p.Files {
		p.fileOut(&p.Files[i])
	}
}

func (p *planner) file(id request.FileID) *FileSide {
	for i := range p.Files {
		if p.Files[i].ID == id {
			return &p.Files[i]
		}
	}
	return nil
}

func (p *planner) fileByRemote(id string) *FileSide {
	for i := range p.Files {
		if id != "" && p.Files[i].Copy.Remote == id {
			return &p.Files[i]
		}
	}
	return nil
}

func (p *planner) fileIn(f ticket.File) {
	if n := p.fileByRemote(f.ID); n != nil && another(n, f) { // its id was given to another one
		if !p.look.Full {
			p.st.Reread = true
			return
		}
		p.fileGone(f.ID)
	}
	if p.st.Files.Knows(f.ID) || !p.look.Full && slices.Contains(p.st.Files.Gone, f.ID) {
		return
	}
	if p.fileByRemote(f.ID) != nil || p.fileOurs(f) || !p.Rules.attachments().takes() || !p.Rules.Can["Downloader"] {
		p.st.Files.know(f.ID)
		return
	}
	p.st.Files.Fetch = append(p.st.Files.Fetch, Arrival{File: f})
}

// another reports whether a file is certainly not the one that had its id: tools
// give the ids of deleted files to new ones.
func another(n *FileSide, f ticket.File) bool {
	return f.Size > 0 && n.Size > 0 && f.Size != n.Size || f.SHA256 != "" && n.SHA256 != "" && !strings.EqualFold(f.SHA256, n.SHA256)
}

// fileOurs reports whether the hub put a file there, and settles its upload. Only
// our own account's keys count, and only for this link.
func (p *planner) fileOurs(f ticket.File) bool {
	if f.By != nil && !f.By.Self {
		return false
	}
	if len(f.Keys) > 0 {
		mark, ours := p.Marker.Read(f.Keys[0])
		if n := p.file(mark.File); ours && mark.Link == p.Link && n != nil && n.Copy.Remote == "" {
			p.landFile(n, f)
		}
		return ours
	}
	for i := range p.Files {
		if n := &p.Files[i]; !n.Copy.Origin && n.Copy.Remote == "" && alike(n, f) && p.maySend(n, f) {
			if p.doubtful(f) {
				return false // its bytes tell: see [State.Sent]
			}
			p.landFile(n, f)
			return true
		}
	}
	late := func(n FileSide) bool { return p.st.Files.Tries[n.ID] > 0 && alike(&n, f) } // a lost upload that was repeated meanwhile
	return f.By != nil && (p.Rules.Dedicated || !p.doubtful(f) && slices.ContainsFunc(p.Files, late))
}

// doubtful reports whether a file that is like one of ours may as well be a
// person's, so that it has to be read.
func (p *planner) doubtful(f ticket.File) bool {
	reads := p.Rules.attachments().takes() && p.Rules.Can["Downloader"]
	return reads && f.SHA256 == "" && (f.By == nil || !p.Rules.Dedicated)
}

// Sent reports whether the hub may have sent a file to the ticket whose bytes came
// back: its upload is open, or was repeated.
func (s State) Sent(id request.FileID) bool {
	return s.uploading(id) || s.Files.Tries[id] > 0
}

func (s State) uploading(id request.FileID) bool {
	return slices.ContainsFunc(s.Intents, func(i Intent) bool { return i.Effect == UploadFile && i.File == id })
}

// maySend reports whether a file that is like one of ours may be it: its upload is
// open, or it was there before, or the hub has lost its memory of it. That nobody
// else uses the account tells only where the tool shows what the bytes are.
func (p *planner) maySend(n *FileSide, f ticket.File) bool {
	sure := f.By != nil && (p.st.Restored || p.Rules.Dedicated && f.SHA256 != "")
	return p.st.uploading(n.ID) || n.Copy.State == request.CopyDeleted || sure && n.Copy.State == request.CopyPending
}

// alike reports whether a file at the tool may be one that was sent: by its size
// and its hash, where the tool tells none by its name.
func alike(n *FileSide, f ticket.File) bool {
	if f.Size != n.Size {
		return false
	}
	if f.SHA256 != "" {
		return strings.EqualFold(f.SHA256, n.SHA256)
	}
	return f.Name == sentName(n.Name)
}

// sentName is a name as it is sent: tools part and quote at these characters.
func sentName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"'*:<>?|%`, r) {
			return '_'
		}
		return r
	}, name)
}

// landFile records that a file is at the tool.
func (p *planner) landFile(n *FileSide, f ticket.File) {
	n.Copy.Remote, n.Copy.State, n.Copy.Error = f.ID, request.CopyDelivered, ""
	p.plan.Files = append(p.plan.Files, FileChange{n.ID, n.Copy})
	p.st.Files.know(f.ID)
	p.dropUpload(n.ID)
}

func (p *planner) dropUpload(id request.FileID) {
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool { return i.Effect == UploadFile && i.File == id })
}

// lostFiles lists the files that are certainly deleted: told so, or missing from
// complete reads for long enough.
func (p *planner) lostFiles() []string {
	if !p.look.Ticket.AllFiles {
		return p.look.Lost
	}
	unseen := slices.DeleteFunc(p.st.Files.all(), func(id string) bool { return shows(p.look.Ticket, id) || slices.Contains(p.look.Lost, id) })
	gone, absent := p.longMissing(unseen, p.st.Files.Absent)
	p.st.Files.Absent = absent
	return slices.Concat(p.look.Lost, gone)
}

// all lists the ids of the files that the ticket is known to have.
func (f Filed) all() []string {
	list := slices.Clone(f.Known)
	for _, a := range f.Fetch {
		list = append(list, a.File.ID)
	}
	return list
}

// fileGone records that a file was deleted at the tool. What the hub has of it
// stays, and so do its other copies.
func (p *planner) fileGone(id string) {
	p.st.Files.bury(id)
	n := p.fileByRemote(id)
	if n == nil || n.Copy.State == request.CopyDeleted {
		return
	}
	n.Copy.State, n.Copy.Remote = request.CopyDeleted, ""
	p.plan.Files = append(p.plan.Files, FileChange{n.ID, n.Copy})
	p.plan.Events = append(p.plan.Events, request.Event{
		At: p.Now, Type: request.FileGone, Field: "file", From: n.Name, Verdict: request.Recorded, Reason: "deleted at the tool; the desk keeps it",
	})
}

// settleUploads closes the open uploads that certainly did not happen; those found
// have been closed above.
func (p *planner) settleUploads() {
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool {
		if i.Effect != UploadFile || p.Now.Before(i.sureBy()) || !p.look.Full || len(p.st.Files.Fetch) > 0 {
			return false // one that is still to be read may be it
		}
		n := p.file(i.File)
		if p.st.Files.Tries == nil {
			p.st.Files.Tries = map[request.FileID]int{}
		}
		p.st.Files.Tries[i.File]++
		if n != nil && (!p.look.Ticket.AllFiles || p.st.Files.Tries[i.File] >= tries) {
			p.failFile(n, "the tool does not show whether this file arrived: look there, and share it again if it did not")
		}
		return true
	})
}

func (p *planner) failFile(n *FileSide, reason string) {
	if n.Copy.State == request.CopyFailed && n.Copy.Error == reason {
		return
	}
	n.Copy.State, n.Copy.Error = request.CopyFailed, reason
	p.plan.Files = append(p.plan.Files, FileChange{n.ID, n.Copy})
	p.plan.Events = append(p.plan.Events, request.Event{
		At: p.Now, Type: request.SyncNotice, Field: "file", To: n.Name, Verdict: request.Rejected, Reason: reason,
	})
}

// fileOut sends a file, unless it is under way.
func (p *planner) fileOut(n *FileSide) {
	limit := p.Rules.Limits[Attachments]
	switch {
	case n.Copy.Origin || n.Copy.Remote != "" || n.Copy.State != request.CopyPending || p.st.uploading(n.ID):
	case !n.Cleared: // who may read it has changed since
	case !p.Rules.Can["Uploader"]:
		p.failFile(n, "the account may not attach files there")
	case limit.Max > 0 && n.Size > int64(limit.Max):
		p.failFile(n, fmt.Sprintf("the tool takes files of at most %s, this one has %s", request.Bytes(int64(limit.Max)), request.Bytes(n.Size)))
	case p.Rules.Busy || p.confusable(n):
		p.later = true
	default:
		p.st.Intents = append(p.st.Intents, Intent{Effect: UploadFile, File: n.ID, Deadline: p.Now.Add(p.Rules.Transfer), fresh: true})
	}
}

// confusable reports whether an upload has to wait: they go one at a time, and while
// the outcome of one is unknown none follows that could be taken for it.
func (p *planner) confusable(n *FileSide) bool {
	return slices.ContainsFunc(p.st.Intents, func(i Intent) bool {
		if i.Effect != UploadFile {
			return false
		}
		other := p.file(i.File)
		return i.fresh || other != nil && other.Size == n.Size && sentName(other.Name) == sentName(n.Name)
	})
}

func (p *planner) uploadOf(i Intent) Call {
	n := p.file(i.File)
	return Call{Effect: UploadFile, File: i.File, Bytes: n.Bytes, Key: p.Marker.File(p.Link, i.File), Body: &ticket.File{
		Name: sentName(n.Name), Type: n.Type, Size: n.Size, SHA256: n.SHA256,
	}}
}

// fetch asks for the next file to be read.
func (p *planner) fetch() {
	switch next := p.st.Files.next(); {
	case next == nil:
	case p.Rules.Busy:
		p.later = true
	default:
		p.plan.Calls = append(p.plan.Calls, Call{Effect: FetchFile, Body: next})
	}
}

// needsFiles reports whether a read has to list the ticket's files, which costs
// some tools a call of its own: only where there are files to know of.
func (p *planner) needsFiles() bool {
	st := p.st.Files
	open := slices.ContainsFunc(p.st.Intents, func(i Intent) bool { return i.Effect == UploadFile })
	first := !p.st.Observed && (p.st.Imported || p.st.Relinked || p.st.creating()) && p.Rules.attachments().takes()
	sweep := len(st.Known) > 0 && p.due()
	return open || p.look.Filed || first || sweep || len(st.Absent) > 0 || p.st.Restored && len(p.Files) > 0
}
