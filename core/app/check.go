package app

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
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
	unknown, err := unknownNames(ctx, all, connection, conn, place)
	if err != nil {
		return Found{Problems: remedy(parties, connection, err)}, err
	}
	return Found{
		Self: place.Self.Name, May: request.May(place.Can),
		Problems: append(parties.Advice(connection, request.Condition{Place: place}, time.Now()), unknown...),
	}, nil
}

// unknownNames are the names in a connection's tables that its tool does not
// have; without a table the tool is not asked.
func unknownNames(ctx context.Context, all *config.Config, name string, conn sdk.Conn, place ticket.Place) ([]ticket.Problem, error) {
	tables := map[ticket.Field]sync.Table{}
	for _, c := range all.Connections {
		if c.Name == name {
			tables = mapping(c).Tables
		}
	}
	maps.DeleteFunc(tables, func(_ ticket.Field, t sync.Table) bool { return len(t.Read)+len(t.Write) == 0 })
	if len(tables) == 0 {
		return nil, nil
	}
	codes, err := sync.Catalogue(ctx, conn, place)
	if err != nil {
		return nil, err
	}
	faults, _ := errors.AsType[request.FieldErrors](sync.Unknown(codes, tables))
	var list []ticket.Problem
	for _, f := range faults {
		list = append(list, ticket.Problem{What: f.Error() + ".", Mend: "Name one of these in the connection's table."})
	}
	return list, nil
}

func remedy(parties *request.Directory, connection string, err error) []ticket.Problem {
	mend := parties.Remedy(connection, err)
	if mend == "" {
		return nil
	}
	return []ticket.Problem{{Mend: mend}}
}
