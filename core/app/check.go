package app

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Found is what asking a connection's tool brought.
type Found struct {
	Self     string // who we are there
	May      []string
	Problems []ticket.Problem
}

// Check asks the tool of a connection who we are there and what we may do. An
// error comes with the way to mend it as the one problem.
func Check(ctx context.Context, all *config.Config, connection string, conn sdk.Conn) (Found, error) {
	parties := directory(all, all.Server.PublicURL)
	place, err := conn.Ping(ctx)
	if err != nil {
		return Found{Problems: remedy(parties, connection, err)}, err
	}
	if len(place.Can) == 0 {
		place.Can = sdk.Capabilities(conn)
	}
	return Found{
		Self: place.Self.Name, May: request.May(place.Can),
		Problems: parties.Advice(connection, request.Condition{Place: place}, time.Now()),
	}, nil
}

func remedy(parties *request.Directory, connection string, err error) []ticket.Problem {
	mend := parties.Remedy(connection, err)
	if mend == "" {
		return nil
	}
	return []ticket.Problem{{Mend: mend}}
}
