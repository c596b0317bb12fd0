package request

import (
	"errors"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Receive makes a new request of a draft, and reports every fault at once as
// [FieldErrors]. A client with a tool of its own gets a ticket there, unless the
// request came from a tool.
func Receive(draft *Request, h House, c Cause) (Decision, error) {
	c.At = cut(c.At)
	w := &work{r: draft.Clone(), h: h, cause: c}
	w.r.fillIn(c.At)
	if faults := w.checkNew(); len(faults) > 0 {
		return Decision{}, faults
	}
	if w.r.ID == "" {
		w.r.ID = ID(w.id())
	}
	w.r.countValues()
	w.event(Event{Type: Created, To: w.r.Title, Reason: string(w.r.Channel)})
	if c := w.r.Caller; c != nil && c.Verified != Unverified {
		w.verified()
	}
	w.clientLink()
	w.r.pass(Turn{}, c.At)
	w.d.Request = w.r
	return w.d, nil
}

// fillIn sets what a draft may leave out.
func (r *Request) fillIn(at time.Time) {
	for _, t := range []*time.Time{&r.ReportedAt, &r.StartedAt, &r.RestoredAt, &r.ExpectedAt, &r.NextUpdateAt, &r.DueAt} {
		*t = cut(*t)
	}
	r.Contact, r.ReportedBy, r.Labels = OneLine(r.Contact), OneLine(r.ReportedBy), oneLines(r.Labels)
	if c := r.Caller; c != nil {
		c.Name, c.Number = OneLine(c.Name), OneLine(c.Number)
	}
	if r.Kind == "" {
		r.Kind = Incident
	}
	if r.Channel == "" {
		r.Channel = API
	}
	if r.ReportedAt.IsZero() {
		r.ReportedAt = at
	}
	r.Status, r.CreatedAt, r.UpdatedAt = New, at, at
	if r.Priority != "" {
		return
	}
	if r.Priority = Derive(r.Impact, r.Urgency); r.Priority == "" {
		r.Priority = "P3"
	}
}

func (r *Request) countValues() {
	r.Values = map[ticket.Field]int64{}
	for _, f := range r.Shared() {
		r.Values[f] = 1
	}
}

func (w *work) checkNew() FieldErrors {
	r := w.r
	var faults FieldErrors
	add := func(err error) {
		var f *FieldError
		if errors.As(err, &f) {
			faults = append(faults, f)
		}
	}
	add(r.setTitle(r.Title))
	add(r.setDescription(r.Description))
	add(r.setPriority(r.Priority))
	add(r.setLabels(r.Labels))
	add(w.checkParties())
	add(w.h.checkService(r, r.Service))
	if w.h.Directory.Services[r.Service].Retired {
		add(wrong("service", "%s is retired", r.Service))
	}
	add(w.checkAffected(r.Affected))
	if !r.Kind.Valid() {
		add(wrong("kind", "%q is none of incident, service_request, question, complaint", r.Kind))
	}
	if !r.Channel.Valid() {
		add(wrong("channel", "%q is none of portal, mail, phone, in_person, tool, alert, api", r.Channel))
	}
	if r.ClientPriority != "" && !r.ClientPriority.Valid() {
		add(wrong("client_priority", "%q is none of P1, P2, P3, P4", r.ClientPriority))
	}
	add(checkExternal(r.ExternalIDs))
	add(w.draftFields())
	add(checkName("contact", r.Contact))
	add(checkName("reported_by", r.ReportedBy))
	add(w.checkCaller(r.Caller))
	add(w.sane("reported_at", r.ReportedAt))
	add(w.sane("started_at", r.StartedAt))
	add(w.sane("due_at", r.DueAt))
	return faults
}

// draftFields takes a draft's fields as an edit would.
func (w *work) draftFields() error {
	given := w.r.Fields
	w.r.Fields = nil
	before := len(w.d.Events)
	edit := Edit{Fields: map[string]*string{}}
	for name, text := range given {
		edit.Fields[name] = &text
	}
	err := edit.fields(w)
	w.d.Events = w.d.Events[:before] // a new request has no changes
	return err
}

func (w *work) checkParties() error {
	r := w.r
	client, known := w.h.Directory.Clients[r.Client]
	switch {
	case r.Umbrella != "" && r.Umbrella != Major && r.Umbrella != Problem:
		return wrong("umbrella", "%q is none of major, problem", r.Umbrella)
	case r.Umbrella != "" && r.Client != "":
		return wrong("client", "an umbrella has no client of its own: it gathers the requests of clients")
	case r.Client == "" && (r.Umbrella != "" || r.Channel == Tool): // of a ticket that a team made the desk asks whose it is
		return nil
	case r.Client == "":
		return wrong("client", "is required")
	case !known:
		return wrong("client", "there is no client %q", r.Client)
	case client.Retired:
		return wrong("client", "%s is retired", w.h.Directory.client(r.Client))
	case r.Contact != "" && !w.h.Directory.knowsContact(r.Client, r.Contact):
		return wrong("contact", "%q is not known at %s", r.Contact, r.Client)
	}
	return nil
}

func checkName(field, name string) error {
	if len(name) > maxName {
		return wrong(field, "is longer than %d bytes", maxName)
	}
	return nil
}

func checkExternal(ids []ExternalID) error {
	for _, x := range ids {
		if x.ID == "" || len(x.ID) > maxLabel*2 || len(x.Owner) > maxLabel || len(x.Type) > maxLabel {
			return wrong("external_id", "needs an id of at most %d bytes, an owner and a type of at most %d", maxLabel*2, maxLabel)
		}
		if x.ID != OneLine(x.ID) || x.Owner != OneLine(x.Owner) || x.Type != OneLine(x.Type) {
			return wrong("external_id", "is one line without control characters")
		}
	}
	return nil
}

func (w *work) clientLink() {
	c := w.h.Directory.Clients[w.r.Client]
	if c.Connection == "" || w.r.Channel == Tool {
		return
	}
	l := Link{
		ID: LinkID(w.id()), Connection: c.Connection, Plugin: c.Plugin, Side: ClientSide, Target: c.Target,
		Wanted: Todo, WantedVer: 1, State: Todo, Health: Pending, HealthAt: w.cause.At,
	}
	if terms := w.h.Terms(w.r, &l); terms.Public {
		return
	}
	w.r.Links = append(w.r.Links, l)
	w.d.NewLinks = append(w.d.NewLinks, l.ID)
}
