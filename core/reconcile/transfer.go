package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// SentFile is an upload that came to an end.
type SentFile struct {
	File   request.FileID
	Remote string // its id at the tool, "" if it was refused
	Error  string // why
}

// ArrivedFile is a file of the tool's that the hub has read, or given up.
type ArrivedFile struct {
	File    ticket.File
	Missing string // why the hub does not have its bytes
}

// uploaded records a file that the tool has.
func (s *settler) uploaded() {
	s.drop()
	if got := s.ans.File; got != nil && got.ID != "" {
		s.st.Files.know(got.ID)
		s.out.Sent = &SentFile{File: s.call.File, Remote: got.ID}
	}
}

// arrived takes a file off the list of those to be read.
func (s *settler) arrived(missing string) {
	f := *s.call.Body
	if s.ans.File != nil {
		f = *s.ans.File
	}
	if !slices.ContainsFunc(s.st.Files.Fetch, func(a Arrival) bool { return a.File.ID == f.ID }) {
		return
	}
	s.st.Files.know(f.ID)
	s.out.Arrived = &ArrivedFile{File: f, Missing: missing}
}

// unread records that a file could not be read. Whether one that is absent was deleted,
// or hidden for a while with its ticket, a list of the files tells; one that is refused
// or breaks again and again is shown without its bytes.
func (s *settler) unread(v fault.Verdict) {
	at := slices.IndexFunc(s.st.Files.Fetch, func(a Arrival) bool { return a.File.ID == s.call.Body.ID })
	switch {
	case at < 0 || v.Connection: // says nothing of this file
		return
	case v.Park:
		s.arrived(s.ans.Err.Error())
		return
	}
	a := s.st.Files.Fetch[at]
	if a.Tries++; a.Tries >= tries {
		s.arrived(s.ans.Err.Error())
		return
	}
	s.st.Files.Fetch = append(slices.Delete(s.st.Files.Fetch, at, at+1), a) // others first
	if v.Absent {
		s.st.Files.miss(a.File.ID, s.now)
	}
}

// Landed forgets the open upload of a file that turned out to be there.
func Landed(st State, id request.FileID) State {
	st.Intents = slices.DeleteFunc(slices.Clone(st.Intents), func(i Intent) bool { return i.Effect == UploadFile && i.File == id })
	return st
}
