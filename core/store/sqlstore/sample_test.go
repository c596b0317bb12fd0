package sqlstore_test

import (
	"fmt"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// sample is a request of a usual size with one link.
func sample(n int) (*request.Request, []store.NewLink) {
	id := fmt.Sprint(n)
	link := request.LinkID("l" + id)
	statuses := []request.Status{request.New, request.InProgress, request.OnHold, request.Resolved, request.Closed, request.Closed, request.Closed}
	r := &request.Request{
		ID: request.ID("r" + id), Kind: request.Incident, Status: statuses[n%len(statuses)],
		Priority: request.Priority(fmt.Sprintf("P%d", n%4+1)), Title: "Line " + id + " flaps",
		Description: "Errors rise since the morning on the line card, see the graph.\n\nThe optics were swapped once.",
		Client:      request.ClientID(fmt.Sprintf("client-%d", n%40)), Labels: []string{fmt.Sprintf("label-%d", n%100)},
		Service: request.ServiceID(fmt.Sprintf("FRA3-10G-%03d", n%500)), Fields: map[string]string{"rack": id},
		Delegations: []request.Delegation{{ID: request.DelegationID("d" + id), Team: request.TeamID(fmt.Sprintf("team-%d", n%40)), Link: link}},
		Links: []request.Link{{ID: link, Connection: fmt.Sprintf("c%d", n%3), Team: request.TeamID(fmt.Sprintf("team-%d", n%40)),
			Health: request.InSync, Ticket: ticket.Ref{ID: id, Container: "NET", Key: "NET-" + id}}},
	}
	field := reconcile.FieldState{Base: &reconcile.Pair{Version: 1, Native: "a value as the tool has it"}, Seen: "a value as the tool has it", Known: true}
	state := reconcile.State{Fields: map[ticket.Field]reconcile.FieldState{}}
	for _, f := range []ticket.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Labels} {
		state.Fields[f] = field
	}
	return r, []store.NewLink{{Link: link, State: state, Lane: store.People}}
}
