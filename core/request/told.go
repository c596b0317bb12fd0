package request

import "github.com/spochub/spochub/sdk/ticket"

// AsTold is the request's title and description as its client may read them. What a
// team's tool makes of them is not for the client until the desk says so: what comes
// from a team is for the desk, whatever the field.
func (r *Request) AsTold() Task {
	if r.Told != nil {
		return *r.Told
	}
	return Task{r.Title, r.Description}
}

// tells keeps what the client reads after a text was set: the new one if the desk or
// the client's side set it, else that of before.
func (w *work) tells(f ticket.Field, before Task) {
	r := w.r
	if l := r.Link(w.cause.Link); l == nil || l.Side == ClientSide {
		switch f {
		case ticket.Title:
			before.Title = r.Title
		case ticket.Description:
			before.Body = r.Description
		default:
			return
		}
	}
	if r.Told = nil; before != r.AsTold() {
		r.Told = &before
	}
}

// says is an edit's word on a text: the client reads it from now on, also where it is
// the same that a team has set.
func (w *work) says(f ticket.Field, text, reason string) error {
	before, events := w.r.AsTold(), len(w.d.Events)
	if err := w.setShared(f, text, reason); err != nil {
		return err
	}
	w.tells(f, before)
	if after := w.r.AsTold(); after != before && len(w.d.Events) == events {
		w.changed("told_"+f, before.of(f), after.of(f), reason)
		w.bump(f)
	}
	return nil
}

func (t Task) of(f ticket.Field) string {
	if f == ticket.Title {
		return t.Title
	}
	return t.Body
}
