package desk

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Look is what the hub saw of a ticket last.
type Look struct {
	At     time.Time // since when nothing else was told of it; zero: never seen
	Fields []LookField
}

// LookField is one field of a ticket.
type LookField struct {
	Field ticket.Field
	Value string // as the tool calls it
	Mark  Mark
}

// Mark says how a field of a ticket stands to the hub's.
type Mark string

// The marks.
const (
	Agreed     Mark = "agreed"
	Contests   Mark = "conflict"
	TurnedDown Mark = "refused" // the tool does not take the hub's value
	Differs    Mark = ""        // the ticket's own, or on its way
)

// looked are the fields of a ticket that are shown beside its state and who has it.
func looked() []ticket.Field {
	return []ticket.Field{ticket.Title, ticket.Priority, ticket.Due, ticket.Labels}
}

// Looks tells what was last seen of each ticket of a request. Where a connection is
// polled, what it did not report is as it was.
func (s *Service) Looks(ctx context.Context, r *request.Request) (map[request.LinkID]Look, error) {
	states, err := s.o.Store.States(ctx, r.Key)
	if err != nil {
		return nil, err
	}
	known, err := s.readPlaces(ctx)
	if err != nil {
		return nil, err
	}
	looks := map[request.LinkID]Look{}
	for i := range r.Links {
		l := &r.Links[i]
		st := states[l.ID]
		if st == nil {
			continue
		}
		look := Look{At: newest(l.SyncedAt, st.ReadAt)}
		if at := known.polled[l.Connection]; !look.At.IsZero() && (l.Health == request.InSync || l.Health == request.InConflict) {
			look.At = newest(look.At, at)
		}
		for _, f := range looked() {
			if fs := st.Fields[f]; fs.Known && fs.Seen != "" {
				look.Fields = append(look.Fields, lookField(f, fs))
			}
		}
		looks[l.ID] = look
	}
	return looks, nil
}

func lookField(f ticket.Field, fs reconcile.FieldState) LookField {
	out := LookField{Field: f, Value: string(fs.Seen)}
	if fs.Name != "" {
		out.Value = fs.Name
	}
	switch {
	case fs.Conflict != nil:
		out.Mark = Contests
	case fs.Blocked != nil || fs.Refused != 0:
		out.Mark = TurnedDown
	case fs.Base != nil && fs.Base.Native == fs.Seen && fs.Base.Version != reconcile.None:
		out.Mark = Agreed
	}
	return out
}

func newest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
