package api

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
)

// Connection is how a connection fares.
type Connection struct {
	Name           string           `json:"name"`
	Plugin         Text             `json:"plugin"`
	State          string           `json:"state" enum:"starting,ok,waiting,failing,stopped"`
	Lag            float64          `json:"lag" doc:"Seconds for which the oldest change waits to be sent"`
	Queue          int              `json:"queue" doc:"Links and deliveries that wait"`
	Calls          int64            `json:"calls" doc:"Calls made to the tool's API"`
	CallsByKind    map[string]int64 `json:"calls_by_kind"`
	RateLimitLeft  *int             `json:"rate_limit_left" doc:"null where the tool does not say"`
	RateLimitReset Time             `json:"rate_limit_reset_at"`
	NotBefore      Time             `json:"not_before" doc:"Until when the tool asked us to wait"`
	LastError      Text             `json:"last_error"`
	LastErrorAt    Time             `json:"last_error_at"`
	SyncedAt       Time             `json:"synced_at" doc:"When the last poll that ended well began"`
	Links          int              `json:"links"`
	Failed         int              `json:"failed"`
	Parked         int              `json:"parked"`
	ReadOnly       bool             `json:"read_only" doc:"Nothing is written to any team; each team can be read only by itself"`
	Held           int              `json:"held" doc:"Writes that are held back, see would-write"`
	CommentsToday  int              `json:"comments_today" doc:"Comments that the hub wrote or edited today"`
	May            []string         `json:"may" nullable:"false" doc:"What the tool lets the account do: read_tickets, create_tickets, edit_tickets, write_comments, edit_its_comments, delete_its_comments, add_files; empty while that is not known, as while the tool refuses the credential"`
	Advice         []Advice         `json:"advice" nullable:"false" doc:"What keeps the connection from working fully, a credential that is refused first"`
	ExpiresAt      Time             `json:"expires_at" doc:"When the credential ends, null where the tool does not say"`
	Written        []TeamDay        `json:"written" nullable:"false" doc:"What the hub wrote in the last seven days, newest first"`
}

// Advice is one thing that is wrong with a connection, for the person who runs
// the hub.
type Advice struct {
	What string `json:"what" doc:"A sentence that says what is wrong"`
	Mend string `json:"mend" doc:"A sentence that says how to mend it"`
}

// TeamDay is what the hub wrote for one team on one of the desk's days.
type TeamDay struct {
	Day      string `json:"day" format:"date"`
	Team     Text   `json:"team" doc:"null for a client's own tool"`
	Tickets  int    `json:"tickets" doc:"Made"`
	Comments int    `json:"comments" doc:"Written or edited"`
	Fields   int    `json:"fields" doc:"Set"`
}

type connectionList struct {
	Body struct {
		Items []Connection `json:"items" nullable:"false"`
	}
}

func (a *API) connections(ctx context.Context, _ *struct{}) (*connectionList, error) {
	stored, err := a.o.Desk.Connections(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	views := map[string]desk.Connection{}
	plugins := a.o.Plugins()
	for name := range plugins {
		v := desk.Connection{}
		v.Name, v.Left = name, -1
		views[name] = v
	}
	for _, v := range stored {
		views[v.Name] = v
	}
	today, written, err := a.o.Desk.Written(ctx, by(ctx), 7)
	if err != nil {
		return nil, err
	}
	out := &connectionList{}
	out.Body.Items = []Connection{}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		c := connection(views[name], plugins[name], a.o.Now())
		c.May = append(c.May, a.o.Desk.May(views[name])...)
		c.ReadOnly = a.o.Desk.Directory().ReadOnly[name]
		for _, p := range a.o.Desk.Advice(views[name]) {
			c.Advice = append(c.Advice, Advice{p.What, p.Mend})
		}
		c.write(today, written)
		out.Body.Items = append(out.Body.Items, c)
	}
	return out, nil
}

func connection(v desk.Connection, plugin string, now time.Time) Connection {
	c := Connection{
		Name: v.Name, Plugin: Text(plugin), State: connectionState(v, now), Queue: v.Queue + v.Deliveries, CallsByKind: map[string]int64{},
		RateLimitReset: Time(v.ResetAt), NotBefore: Time(v.NotBefore), LastError: Text(v.LastError), LastErrorAt: Time(v.ErrorAt),
		SyncedAt: Time(v.PolledAt), Links: v.Links, Failed: v.Failed, Parked: v.Parked, Held: v.Held, Written: []TeamDay{},
		May: []string{}, Advice: []Advice{}, ExpiresAt: Time(v.Place.Expires),
	}
	if !v.Oldest.IsZero() {
		c.Lag = max(0, now.Sub(v.Oldest).Seconds())
	}
	for kind, n := range v.Calls {
		c.CallsByKind[kind] = n
		c.Calls += n
	}
	if v.Left >= 0 {
		c.RateLimitLeft = &v.Left
	}
	if v.Stopped != "" {
		c.LastError, c.LastErrorAt = Text(v.Stopped), Time(v.StoppedAt)
	}
	return c
}

// write adds what was written there.
func (c *Connection) write(today string, written []desk.TeamDay) {
	for _, d := range written {
		if d.Connection != c.Name {
			continue
		}
		c.Written = append(c.Written, TeamDay{Day: d.Day, Team: Text(d.Team), Tickets: d.Tickets, Comments: d.Comments, Fields: d.Fields})
		if d.Day == today {
			c.CommentsToday += d.Comments
		}
	}
}

func connectionState(v desk.Connection, now time.Time) string {
	switch {
	case v.Stopped != "":
		return "stopped"
	case v.Silent(now):
		return "failing"
	case v.NotBefore.After(now):
		return "waiting"
	case v.PingedAt.IsZero():
		return "starting"
	}
	return "ok"
}
