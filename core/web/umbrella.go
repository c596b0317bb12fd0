package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// mostGathered is how many requests under an umbrella its page shows.
const mostGathered = 50

// umbrellaView is what a page shows of the umbrella that a request is, or of
// those that it can go under.
type umbrellaView struct {
	Children  []gatheredView
	More      bool // there are more
	Proposals []proposalView
	Languages []string // of those who read a broadcast
	Open      []choice // umbrellas to go under
	Bridge    []bridgeChoice
	NewID     string
}

// gatheredView is a request under an umbrella.
type gatheredView struct {
	R      *request.Request
	Client string
}

// proposalView is a request that may belong under an umbrella.
type proposalView struct {
	R       *request.Request
	Client  string
	Reasons []request.Kin
}

// bridgeChoice is a ticket whose team can be on a bridge.
type bridgeChoice struct {
	choice
	On bool
}

func (s *Site) umbrellaView(ctx context.Context, v visitor, n names, r *request.Request) (umbrellaView, error) {
	u := umbrellaView{Bridge: bridgeChoices(n, r), NewID: newID()}
	var err error
	switch {
	case r.Umbrella != "":
		err = s.under(ctx, v, n, r, &u)
	case r.Gathered == "" && !r.Status.Over() && r.MergedTo == "" && len(r.Restricted) == 0:
		var page desk.Page
		page, err = s.o.Desk.List(ctx, v.Actor, desk.Query{Text: "is:umbrella is:open", Limit: mostGathered})
		for _, x := range page.Items {
			u.Open = append(u.Open, choice{string(x.Key), string(x.Key) + " " + x.Title})
		}
	}
	return u, err
}

// under fills in what an umbrella gathers and may gather.
func (s *Site) under(ctx context.Context, v visitor, n names, r *request.Request, u *umbrellaView) error {
	page, err := s.o.Desk.Gathered(ctx, v.Actor, r.Key, desk.Query{Limit: mostGathered})
	if err != nil {
		return err
	}
	u.More = page.Next != ""
	for _, x := range page.Items {
		u.Children = append(u.Children, gatheredView{x, n.client(x.Client)})
		u.Languages = append(u.Languages, n.language(x.Client))
	}
	u.Languages = append(u.Languages, "de", "en")
	slices.Sort(u.Languages)
	u.Languages = slices.Compact(u.Languages)
	if r.Status.Over() {
		return nil
	}
	list, _, err := s.o.Desk.Proposals(ctx, v.Actor, r.Key, request.Suspect{}, desk.Query{Limit: mostGathered})
	for _, p := range list {
		u.Proposals = append(u.Proposals, proposalView{p.Request, n.client(p.Request.Client), p.Reasons})
	}
	return err
}

// untoldView is a request that a broadcast left out.
type untoldView struct {
	Key    request.Key
	Client string
	Why    string
}

// untold shows with each broadcast in an umbrella's conversation whom it left out.
func (s *Site) untold(ctx context.Context, v visitor, l *language, n names, r *request.Request, timeline []entry) error {
	list, err := s.o.Desk.Untold(ctx, v.Actor, r)
	for _, x := range list {
		for _, e := range timeline {
			if e.Note != nil && e.Note.ID == x.Broadcast {
				e.Note.Untold = append(e.Note.Untold, untoldView{x.Key, n.client(x.Client), l.fault(x.Why)})
			}
		}
	}
	return err
}

// recorded is a note of the desk in words: a broadcast's record says in the page's
// language which texts went to whom.
func (l *language) recorded(r *request.Request, note *request.Note) string {
	if r.Umbrella == "" || note.Audience != request.Internal || note.Author.Origin != request.DeskOrigin {
		return note.Body
	}
	return l.record(note.Body)
}

func (l *language) record(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if tag, to, ok := request.RecordHead(line); ok {
			lines[i] = "**" + fmt.Sprintf(l.word("recorded", to), l.word("language", tag)) + "**"
		}
	}
	return strings.Join(lines, "\n")
}

// language is the language of a client without its region.
func (n names) language(id request.ClientID) string {
	tag, _, _ := strings.Cut(strings.ToLower(n.d.Clients[id].Language), "-")
	if tag == "" {
		return "en"
	}
	return tag
}

func bridgeChoices(n names, r *request.Request) []bridgeChoice {
	var out []bridgeChoice
	for i := range r.Links {
		l := &r.Links[i]
		if l.Side == request.TeamSide && l.Connection != request.ByHand && l.Health != request.Detached {
			title := strings.TrimSpace(n.side(r, l) + " " + l.Ticket.Key)
			out = append(out, bridgeChoice{choice{string(l.ID), title}, slices.Contains(r.Bridge, l.ID)})
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// gather puts the ticked requests, and one that was typed in, under an umbrella.
func (s *Site) gather(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "gather")
	if !ok {
		return
	}
	var keys []request.Key
	for _, key := range append(f.List("requests"), strings.Fields(strings.ReplaceAll(f.Get("key"), ",", " "))...) {
		keys = append(keys, request.Key(key))
	}
	s.act(w, r, v, f, "done.gather", func(t desk.Target) error {
		if len(keys) == 0 {
			return &request.FieldError{Field: "key", Text: "is required"}
		}
		_, refused, err := s.o.Desk.Gather(r.Context(), v.Actor, t, keys, request.OpenWork(f.Get("open")))
		if err == nil && len(refused) > 0 {
			err = refused[0].Err
		}
		return err
	}, "key")
}

// release takes a request out of an umbrella.
func (s *Site) release(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "gather"}, "done.release", func(t desk.Target) error {
		_, err := s.o.Desk.Release(r.Context(), v.Actor, t, request.Key(r.PathValue("child")))
		return err
	})
}

// goUnder puts a request under an umbrella that is there, or under a new one.
func (s *Site) goUnder(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "umbrella")
	if !ok {
		return
	}
	s.act(w, r, v, f, "done.gather", func(t desk.Target) error {
		umbrella := request.Key(f.Get("umbrella"))
		if umbrella == "" {
			made, err := s.newUmbrella(r.Context(), v, t.Key, f)
			if err != nil {
				return err
			}
			umbrella = made.Key
		}
		keys := []request.Key{t.Key}
		for _, key := range f.List("also") {
			keys = append(keys, request.Key(key))
		}
		_, refused, err := s.o.Desk.Gather(r.Context(), v.Actor, desk.Target{Key: umbrella}, keys, "")
		if err == nil && len(refused) > 0 {
			err = refused[0].Err
		}
		return err
	}, "umbrella", "title")
}

// newUmbrella makes an umbrella about what a request is about. Its title is the
// desk's own: the request's may name the client.
func (s *Site) newUmbrella(ctx context.Context, v visitor, key request.Key, f form) (*request.Request, error) {
	item, err := s.o.Desk.Get(ctx, v.Actor, key)
	if err != nil {
		return nil, err
	}
	x := item.Request
	priority := x.Priority
	for _, also := range f.List("also") {
		other, err := s.o.Desk.Get(ctx, v.Actor, request.Key(also))
		if err != nil {
			return nil, err
		}
		priority = min(priority, other.Request.Priority) // P1 is the highest
	}
	draft := request.Request{
		Title: f.Get("title"), Umbrella: request.UmbrellaKind(f.Get("kind")), Kind: x.Kind, Priority: priority, Service: x.Service,
		Affected: x.Affected, StartedAt: x.StartedAt, Channel: x.Channel, Assignee: v.Login,
	}
	return s.o.Desk.Receive(ctx, v.Actor, desk.Received{Draft: draft, Once: onceID(f)})
}

// broadcast writes to everybody under an umbrella.
func (s *Site) broadcast(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "broadcast")
	if !ok {
		return
	}
	b := f.broadcast()
	next, err := s.fromInput(f.Get("next"))
	if err != nil {
		f.fault("next_update_at", s.speak(r).say("error.time"))
		s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	b.Next = next
	if b.Audience == request.ToClient {
		s.hold(w, r, v, f, "done.reply", func(t desk.Target) (*request.Request, request.Unsent, error) {
			return s.o.Desk.BroadcastLater(r.Context(), v.Actor, t, b)
		}, "texts", "fallback", "next_update_at")
		return
	}
	s.act(w, r, v, f, "done.broadcast", func(t desk.Target) error {
		_, err := s.o.Desk.Broadcast(r.Context(), v.Actor, t, b)
		return err
	}, "texts", "fallback", "next_update_at")
}

// broadcast is the message that a form holds.
func (f form) broadcast() request.Broadcast {
	b := request.Broadcast{
		ID: request.NoteID(onceID(f)), Audience: request.Audience(f.Get("audience")), Texts: map[string]string{}, Fallback: f.Get("fallback"),
	}
	for name := range f.values {
		if tag, is := strings.CutPrefix(name, "text_"); is && strings.TrimSpace(f.Get(name)) != "" {
			b.Texts[tag] = plain(f.Get(name))
		}
	}
	return b
}

// bridge lets the ticked teams read one another's comments.
func (s *Site) bridge(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "bridge")
	if !ok {
		return
	}
	var links []request.LinkID
	for _, id := range f.List("links") {
		links = append(links, request.LinkID(id))
	}
	s.act(w, r, v, f, "done.bridge", func(t desk.Target) error {
		_, err := s.o.Desk.Bridge(r.Context(), v.Actor, t, links)
		return err
	}, "links")
}
