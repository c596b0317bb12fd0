package web

import (
	"context"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
)

// lookView is what the desk has to say of a request that is being written.
type lookView struct {
	Callers  []callerView // who the caller may be
	MayNot   string       // the right that the only caller lacks for this kind of request
	Stranger bool         // nobody of the client is called so
	Phone    string       // the number on file, to call back
	PIN      bool         // there is one on file
	Service  string       // the one that is meant
	Unknown  string       // what was typed for a service, if that is none
	Near     []string     // the ids that may be meant instead
	Asked    []askedView
	Derived  request.Priority
	Client   *clientView
	Similar  []similarView
	Outbreak *outbreakView
}

// callerView is somebody who may call, and what they may do.
type callerView struct {
	request.Known
	Title    string // of the client
	Language string
}

// askedView is something to ask, with its answer.
type askedView struct {
	Field, Text, Called, Answer string
	Answers                     []string
}

// clientView is the client that a request is taken for.
type clientView struct {
	Name, Language, Open string
	Newest               []*request.Request // of what is open
}

// similarView is a request that may be the same.
type similarView struct {
	R       *request.Request
	Client  string
	Service string
	Likely  bool
	Reasons []alike.Reason
}

// outbreakView is what may have failed, and who suffers.
type outbreakView struct {
	*desk.Outbreak
	Clients int
}

// answerPrefix begins the names of the fields of a form that hold answers.
const answerPrefix = "q_"

func answers(f form) map[string]string {
	all := map[string]string{}
	for name := range f.values {
		if text := plain(f.Get(name)); fieldOf(name) != "" && text != "" {
			all[fieldOf(name)] = text
		}
	}
	return all
}

// fieldOf is the request's field that a form's field answers, "" for none.
func fieldOf(name string) string {
	field, is := strings.CutPrefix(name, answerPrefix)
	if !is {
		return ""
	}
	return field
}

// complement fills in what follows from what was typed: who calls from a number,
// whose circuit it is, and the service behind any of its ids.
func (s *Site) complement(v visitor, f *form) {
	client := request.ClientID(f.Get("client"))
	said := f.Get("contact")
	known := s.callers(v, said, client)
	if len(known) == 1 {
		if strings.ContainsAny(said, "0123456789") {
			f.values.Set("number", said)
		}
		f.values.Set("contact", known[0].Contact.Name)
		client = known[0].Client
	}
	services := s.meant(f.Get("service"), client)
	if len(services) == 1 {
		f.values.Set("service", string(services[0]))
		if client == "" && len(known) == 0 {
			client = s.o.Desk.Directory().Services[services[0]].Client
		}
	}
	f.values.Set("client", string(client))
}

// meant are the services that somebody may mean by an id or a component, those of
// the client if it has any, else those of the client by an id's beginning.
func (s *Site) meant(name string, client request.ClientID) []request.ServiceID {
	d, found := s.o.Desk.Directory(), s.o.Desk.FindService(name)
	if len(found) == 0 {
		return of(d, s.o.Desk.ServicesBeginning(name), client)
	}
	if mine := of(d, found, client); len(mine) > 0 {
		return mine
	}
	return found
}

// of are those of the services that a client has.
func of(d *request.Directory, services []request.ServiceID, client request.ClientID) []request.ServiceID {
	return slices.DeleteFunc(slices.Clone(services), func(id request.ServiceID) bool { return d.Services[id].Client != client })
}

// callers are who somebody may be, of a client where one is chosen.
func (s *Site) callers(v visitor, said string, client request.ClientID) []request.Known {
	return slices.DeleteFunc(s.o.Desk.Callers(v.Actor, said), func(k request.Known) bool { return client != "" && k.Client != client })
}

// lookAt gathers what is said of what stands in the form.
func (s *Site) lookAt(ctx context.Context, v visitor, l *language, n names, f form) (lookView, error) {
	d := s.draft(&form{values: f.values}, l, v)
	x := lookView{Derived: request.Derive(d.Impact, d.Urgency)}
	if d.Kind == "" {
		d.Kind = request.Incident
	}
	for _, k := range s.callers(v, f.Get("contact"), d.Client) {
		x.Callers = append(x.Callers, callerView{k, n.client(k.Client), n.language(k.Client)})
		x.Phone, x.PIN = k.Contact.Phone, s.o.Desk.HasPIN(k.Client, k.Contact.Mail)
	}
	if len(x.Callers) == 1 {
		x.MayNot = lacks(x.Callers[0].Contact, d.Kind)
	}
	x.Stranger = f.Get("contact") != "" && len(x.Callers) == 0 && (d.Client == "" || len(n.d.Clients[d.Client].Contacts) > 0)
	if _, known := n.d.Services[d.Service]; known {
		x.Service = n.service(d.Service)
		x.Asked = asked(l, n.d.Asked(d.Service, d.Kind), answers(f))
	} else if d.Service != "" {
		x.Unknown, x.Near = string(d.Service), s.near(string(d.Service), d.Client)
		d.Service = "" // what is not known is no other service than that of a request
	}
	var err error
	if f.Get("title") != "" || x.Service != "" {
		d.CreatedAt = s.o.Now()
		if x.Similar, err = s.similar(ctx, v, n, d); err != nil {
			return x, err
		}
		if x.Outbreak, err = s.outbreak(ctx, v, &d); err != nil {
			return x, err
		}
	}
	if _, known := n.d.Clients[d.Client]; known {
		x.Client, err = s.clientAt(ctx, v, n, d.Client, x.Similar)
	}
	return x, err
}

// mostNear is how many ids are proposed for one that is unknown, and how many
// requests of a client are listed.
const mostNear = 5

// near are ids that may be meant by one that is unknown.
func (s *Site) near(name string, client request.ClientID) (all []string) {
	for _, id := range s.meant(name, client) {
		all = append(all, string(id))
	}
	return all[:min(len(all), mostNear)]
}

// clientAt is the client with what is open of theirs and not listed as similar.
func (s *Site) clientAt(ctx context.Context, v visitor, n names, id request.ClientID, similar []similarView) (*clientView, error) {
	query := "is:open client:" + quote(string(id))
	open, err := s.o.Desk.Counts(ctx, v.Actor, []string{query}, countLimit)
	if err != nil {
		return nil, err
	}
	page, err := s.o.Desk.List(ctx, v.Actor, desk.Query{Text: query, Limit: mostNear + len(similar)})
	if err != nil {
		return nil, err
	}
	listed := func(r *request.Request) bool {
		return slices.ContainsFunc(similar, func(x similarView) bool { return x.R.Key == r.Key })
	}
	x := &clientView{Name: n.client(id), Language: n.language(id), Open: shown(open[0])}
	for _, r := range page.Items {
		if !listed(r) && len(x.Newest) < mostNear {
			x.Newest = append(x.Newest, r)
		}
	}
	return x, nil
}

// lacks is the right that somebody has not got for a kind of request; "" where they
// may, or nothing is on file.
func lacks(c request.Contact, kind request.Kind) string {
	need := "open"
	if kind == request.ServiceRequest {
		need = "order"
	}
	if len(c.Rights) == 0 || slices.Contains(c.Rights, need) {
		return ""
	}
	return need
}

func asked(l *language, list []request.Inquiry, answers map[string]string) []askedView {
	var all []askedView
	for _, q := range list {
		all = append(all, askedView{q.Field, q.In(l.code), q.Called(l.code), answers[q.Field], q.Answers})
	}
	return all
}

// similar lists what a request may duplicate.
func (s *Site) similar(ctx context.Context, v visitor, n names, r request.Request) ([]similarView, error) {
	list, err := s.o.Desk.Similar(ctx, v.Actor, alike.Of(&r), r.Key)
	var all []similarView
	for _, x := range list {
		all = append(all, similarView{x.Request, n.client(x.Request.Client), n.service(x.Request.Service), x.Score >= alike.Likely, x.Reasons})
	}
	return all, err
}

// unseen reports whether a draft likely duplicates something that the form did
// not show yet.
func (s *Site) unseen(ctx context.Context, v visitor, f form, d request.Request) (bool, error) {
	list, err := s.o.Desk.Similar(ctx, v.Actor, alike.Of(&d), "")
	for _, x := range list {
		if desk.Made(x.Request, onceID(f)) { // this very form was sent before
			return false, nil
		}
	}
	return slices.ContainsFunc(list, func(x desk.Similar) bool {
		return x.Score >= alike.Likely && !slices.Contains(f.List("seen"), string(x.Request.Key))
	}), err
}

// outbreak looks whether more hangs on what a request is about.
func (s *Site) outbreak(ctx context.Context, v visitor, r *request.Request) (*outbreakView, error) {
	if r.Service == "" || r.Kind != request.Incident || r.Umbrella != "" || r.Gathered != "" || len(r.Restricted) > 0 || r.Status.Over() {
		return nil, nil
	}
	x, err := s.o.Desk.Outbreak(ctx, v.Actor, []request.ServiceID{r.Service}, r.CreatedAt)
	if x == nil || err != nil {
		return nil, err
	}
	clients := map[request.ClientID]bool{r.Client: true}
	for _, o := range x.Others {
		clients[o.Client] = true
	}
	return &outbreakView{x, len(clients)}, nil
}

// circuits lists what a client can have a request about, by every id that anybody
// has for it.
func (n names) circuits(client request.ClientID) []choice {
	var out []choice
	for _, c := range n.servicesOf(client, "") {
		out = append(out, c)
		for _, x := range n.d.Services[request.ServiceID(c.Value)].ExternalIDs {
			out = append(out, choice{x.ID, c.Title + " · " + x.Owner})
		}
	}
	return out[:min(len(out), mostCircuits)]
}

// mostCircuits is how many ids are listed to choose from; any other is found when
// it is typed.
const mostCircuits = 1000
