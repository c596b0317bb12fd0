package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// askedOf is what a request's page shows of what the intake asks: what to ask the
// client, who called, and what else may be about the same.
type askedOf struct {
	Asked, Unasked []askedView
	Others         []string // the request's other fields
	PIN            bool
	Similar        []similarView
	Outbreak       *outbreakView
}

func (s *Site) askedOf(ctx context.Context, v visitor, l *language, n names, r *request.Request) (x askedOf, err error) {
	x.Asked = asked(l, n.d.Asked(r.Service, r.Kind), r.Fields)
	x.Unasked = asked(l, n.d.Unasked(r), nil)
	for name := range r.Fields {
		if !slices.ContainsFunc(x.Asked, func(a askedView) bool { return a.Field == name }) {
			x.Others = append(x.Others, name)
		}
	}
	slices.Sort(x.Others)
	x.PIN = s.o.Desk.HasPIN(r.Client, r.Contact)
	if r.Status.Over() || r.MergedTo != "" || r.Umbrella != "" {
		return x, nil
	}
	if x.Similar, err = s.similar(ctx, v, n, *r); err == nil {
		x.Outbreak, err = s.outbreak(ctx, v, r)
	}
	return x, err
}

// answered keeps what the client answered.
func (s *Site) answered(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "asked")
	if !ok {
		return
	}
	edit := request.Edit{Fields: map[string]*string{}}
	for name := range f.values {
		if field := fieldOf(name); field != "" {
			text := plain(f.Get(name))
			if text != plain(f.Get("was_"+name)) {
				edit.Fields[field] = &text
			}
		}
	}
	s.act(w, r, v, f, "done.asked", func(t desk.Target) error {
		_, err := s.o.Desk.Triage(r.Context(), v.Actor, t, edit, nil)
		return err
	})
}

// verify keeps how the desk made sure who speaks for the client.
func (s *Site) verify(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "verify")
	if !ok {
		return
	}
	p := proof(f)
	if p == nil {
		p = &desk.Proof{Contact: f.Get("contact")}
	}
	s.act(w, r, v, f, "done.verify", func(t desk.Target) error {
		_, err := s.o.Desk.Verify(r.Context(), v.Actor, t, *p)
		return err
	}, "contact", "verified", "pin")
}
