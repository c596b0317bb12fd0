package web

import (
	"html/template"
	"slices"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// ownRequest is a request as its client sees it: nothing here comes from any
// other place than what [desk.Service.PortalGet] lets through.
type ownRequest struct {
	Key           request.Key
	Title         string
	Description   template.HTML
	Service       string
	Is            request.Status
	Status        string      // as the client is told: received, progress, waiting, hold, monitoring, resolved, cancelled, merged
	Into          request.Key // merged: where it goes on
	Asked         string      // what the client is asked for
	Received      time.Time
	Changed       time.Time
	NextUpdate    time.Time
	Expected      time.Time
	Steps         []portalStep
	Latest        *saidView
	Said          []saidView
	Files         []fileView
	Ended, Urgent bool
}

// portalStep is one step of a request's way.
type portalStep struct {
	Name       string
	Done, Here bool
}

// saidView is one message between client and desk.
type saidView struct {
	Who   string
	Ours  bool        // the desk's
	Via   request.Via // where it was said and not written
	At    time.Time
	Body  template.HTML
	Files []fileView
}

// portalStatus is what a client is told of a status: never who works on it.
func portalStatus(s request.Status) string {
	switch s {
	case request.New:
		return "received"
	case request.WaitingClient:
		return "waiting"
	case request.OnHold:
		return "hold"
	case request.Monitoring:
		return "monitoring"
	case request.Resolved, request.Closed:
		return "resolved"
	case request.Cancelled:
		return "cancelled"
	case request.InProgress:
	}
	return "progress"
}

// portalSteps are the way of a request that goes well.
func portalSteps(status string) []portalStep {
	way := []string{"received", "progress", "monitoring", "resolved"}
	at := slices.Index(way, status)
	if at < 0 {
		at = 1
	}
	var steps []portalStep
	for i, name := range way {
		steps = append(steps, portalStep{Name: name, Done: i < at, Here: i == at})
	}
	return steps
}

func (s *Site) own(l *language, n names, item desk.Item) ownRequest {
	r := item.Request
	o := ownRequest{
		Key: r.Key, Title: r.Title, Description: s.markdown.html(r.Description), Service: n.service(r.Service), Is: r.Status, Status: portalStatus(r.Status),
		Received: r.CreatedAt, Changed: r.UpdatedAt, Expected: r.ExpectedAt, NextUpdate: r.NextUpdateAt,
		Ended: r.Status.Over(), Urgent: r.Kind == request.Incident,
	}
	if r.Status == request.WaitingClient {
		o.Asked = unmarked(r.WaitingFor)
	}
	if r.Gave != nil {
		o.Into, o.Status, o.Ended, o.Asked = r.Gave.Into, "merged", true, ""
	}
	if o.Status != "cancelled" && o.Into == "" {
		o.Steps = portalSteps(o.Status)
	}
	files := portalFiles(l, r)
	for _, note := range item.Notes {
		said := saidView{Who: note.Author.Name, Ours: note.Author.Origin != request.ClientOrigin, At: note.CreatedAt, Body: s.markdown.html(note.Body)}
		said.Via = spoken(note.Via)
		if said.Ours { // one desk answers, whoever is on duty
			said.Who = s.o.DeskName
		}
		said.Files = filesOf(files, r.FilesOf(note))
		o.Said = append(o.Said, said)
		if said.Ours {
			o.Latest = &o.Said[len(o.Said)-1]
		}
	}
	o.Files = slices.DeleteFunc(files, func(f fileView) bool { return f.Note != "" })
	return o
}

// spoken is how something was said that nobody wrote; "" of what was written.
func spoken(via request.Via) request.Via {
	if via.Spoken() {
		return via
	}
	return ""
}

func portalFiles(l *language, r *request.Request) (all []fileView) {
	for _, f := range r.Files {
		all = append(all, fileView{ID: f.ID, Name: f.Name, Size: l.size(f.Size), At: f.CreatedAt, Note: f.Note, Here: true})
	}
	return all
}
