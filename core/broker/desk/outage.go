package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/store"
)

// Outage is a connection over which nothing travels.
type Outage struct {
	Connection string
	Paused     bool      // because somebody wanted it so: nothing is broken
	Stopped    bool      // no calls are made until its credential is good again; else its tool does not answer
	Why        string    // the error; "" where it is paused
	Since      time.Time // zero: nobody knows
}

// Outages lists the connections over which nothing travels, by name, as it was not a
// second ago. It costs little: every page may ask.
func (s *Service) Outages(ctx context.Context, by auth.Actor) ([]Outage, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	troubled, err := s.troubled.get(s.o.Now(), staleAfter, func() ([]store.Connection, error) { return s.o.Store.Troubled(ctx) })
	if err != nil {
		return nil, err
	}
	accounts := s.Directory().Accounts
	var all []Outage
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		i := slices.IndexFunc(troubled, func(c store.Connection) bool { return c.Name == name })
		switch {
		case accounts[name].Paused:
			all = append(all, Outage{Connection: name, Paused: true})
		case i >= 0 && troubled[i].Stopped != "":
			all = append(all, Outage{Connection: name, Stopped: true, Why: troubled[i].Stopped, Since: troubled[i].StoppedAt})
		case i >= 0 && troubled[i].Silent(s.o.Now()):
			all = append(all, Outage{Connection: name, Why: troubled[i].LastError, Since: lastHeard(troubled[i])})
		}
	}
	return all, nil
}

// staleAfter is how long what is remembered of the connections in trouble is good.
const staleAfter = time.Second

// lastHeard is when the tool answered last; its last error where it never did.
func lastHeard(c store.Connection) time.Time {
	if c.PolledAt.IsZero() {
		return c.ErrorAt
	}
	return c.PolledAt
}
