// Package alike says how likely two reports are about the same thing: by what
// they are about, by their words in German and English, and by their times. It
// only ever proposes; people decide.
package alike

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
)

// Report is what is compared of a request, or of one that is being written.
type Report struct {
	Client request.ClientID // "": not said yet
	// Services are those that the report is about; none: not said.
	Services []request.ServiceID
	Kind     request.Kind // "": not said
	Title    string
	Text     string
	At       time.Time // when the desk was told
	Ended    time.Time // zero: it goes on
}

// Of is a request as a report.
func Of(r *request.Request) Report {
	x := Report{Client: r.Client, Kind: r.Kind, Title: r.Title, Text: r.Description, At: r.ReportedAt}
	if r.Service != "" {
		x.Services = append(x.Services, r.Service)
	}
	for _, a := range r.Affected {
		if !slices.Contains(x.Services, a.Service) {
			x.Services = append(x.Services, a.Service)
		}
	}
	if x.At.IsZero() {
		x.At = r.CreatedAt
	}
	if r.Status.Over() {
		x.Ended = r.UpdatedAt
		for _, at := range []time.Time{r.ResolvedAt, r.ClosedAt} {
			if !at.IsZero() {
				x.Ended = at
				break
			}
		}
	}
	return x
}

// Reason is one thing that speaks for it that two reports are about the same.
type Reason string

// The reasons.
const (
	SameService   Reason = "service"
	SameComponent Reason = "component"
	SameNames     Reason = "names" // both name the same number, address or device
	SameTrouble   Reason = "trouble"
	SameWords     Reason = "words"
	SameTime      Reason = "time"
)

// Verdict is how likely two reports are the same, and why. Score is below
// [Possible] where it is not worth showing.
type Verdict struct {
	Score   float64
	Reasons []Reason
}

// What a score says.
const (
	Possible = 0.50
	Likely   = 0.75
)

// Judge compares reports. It is safe for concurrent use.
type Judge struct {
	d       *request.Directory
	finder  request.Finder
	speech  speech
	places  map[request.ServiceID][]string // the words that tell a service's place
	clients map[request.ClientID][]string  // the same of all that a client has
}

// NewJudge returns a judge who knows these services.
func NewJudge(d *request.Directory) Judge {
	j := Judge{d: d, finder: d.Finder(), speech: newSpeech(), places: map[request.ServiceID][]string{}, clients: map[request.ClientID][]string{}}
	for id, s := range d.Services {
		for _, w := range Words(s.Title + " " + s.Site) {
			if j.speech.telling(w) && len(j.speech.concepts([]string{w})) == 0 {
				j.places[id] = append(j.places[id], w)
				j.clients[s.Client] = append(j.clients[s.Client], w)
			}
		}
	}
	return j
}

// Compare says how likely a new report is a duplicate of one that is known.
func (j Judge) Compare(fresh, known Report) Verdict { return j.Against(fresh)(known) }

// Against is Compare for one new report and many that are known.
func (j Judge) Against(fresh Report) func(known Report) Verdict {
	a := j.read(fresh)
	return func(known Report) Verdict {
		if !j.related(fresh.Client, known.Client) {
			return Verdict{}
		}
		return j.compare(a, j.read(known))
	}
}

func (j Judge) compare(a, b reading) Verdict {
	var v Verdict
	for _, part := range []func(fresh, known reading) (float64, Reason){j.place, names, trouble, words, times, kinds} {
		points, why := part(a, b)
		v.Score += points
		if why != "" {
			v.Reasons = append(v.Reasons, why)
		}
	}
	v.Score = min(max(v.Score, 0), 1)
	return v
}

// related reports whether one client may speak of the other's requests: it is the
// same, or its reseller.
func (j Judge) related(a, b request.ClientID) bool {
	return a == "" || b == "" || a == b || j.d.Clients[a].Parent == b || j.d.Clients[b].Parent == a
}

// place compares what two reports are about.
func (j Judge) place(a, b reading) (float64, Reason) {
	switch {
	case len(a.services) == 0 || len(b.services) == 0:
		return j.sites(a, b), ""
	case shared(a.services, b.services):
		if a.asks() && b.asks() { // much is asked about one service
			return 0.20, SameService
		}
		return 0.40, SameService
	case shared(j.components(a.services), j.components(b.services)):
		return 0.25, SameComponent
	}
	return -0.60, ""
}

// sites compares the places that are named where no service is.
func (j Judge) sites(a, b reading) float64 {
	switch {
	case shared(a.places, b.places):
		return 0.20
	case len(a.places) > 0 && len(b.places) > 0:
		return -0.40
	}
	return 0.05
}

func (j Judge) components(services []request.ServiceID) (all []string) {
	for _, id := range services {
		all = append(all, j.d.Services[id].Components...)
	}
	return all
}

// kinds: a fault is no order and no complaint about it.
func kinds(a, b reading) (float64, Reason) {
	if a.Kind == b.Kind || a.Kind == "" || b.Kind == "" {
		return 0, ""
	}
	return -0.45, ""
}

// asks reports whether a report is no fault: an order, a question, a complaint.
func (r reading) asks() bool { return r.Kind != "" && r.Kind != request.Incident }

// times compares when the desk was told: a fault is told of in its first hours, an
// order is asked for again after days, and what ended is soon another thing.
func times(a, b reading) (float64, Reason) {
	gap := a.At.Sub(b.At).Abs()
	if b.asks() {
		gap /= 24
	}
	switch over := a.At.Sub(b.Ended); {
	case !b.Ended.IsZero() && over > 24*time.Hour:
		return -0.60, ""
	case !b.Ended.IsZero() && over > 6*time.Hour:
		return -0.20, ""
	case b.asks() && gap <= 8*time.Hour:
		return 0.05, ""
	case gap <= time.Hour:
		return 0.15, SameTime
	case gap <= 8*time.Hour:
		return 0.10, ""
	case gap <= 24*time.Hour:
		return 0, ""
	case gap <= 7*24*time.Hour:
		return -0.15, ""
	}
	return -0.30, ""
}

func shared[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}
