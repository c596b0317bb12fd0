package jira

import (
	"fmt"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// act is one thing that the connector does and a permission may forbid; any of
// its permissions is enough, and the first is the one to ask for.
type act struct {
	what  string
	name  string // as Jira's pages call the first
	needs []string
}

func acts() []act {
	return []act{
		{"create tickets", "Create issues", []string{"CREATE_ISSUES"}},
		{"edit tickets", "Edit issues", []string{"EDIT_ISSUES"}},
		{"change the state of tickets", "Transition issues", []string{"TRANSITION_ISSUES"}},
		{"write comments", "Add comments", []string{"ADD_COMMENTS"}},
		{"edit its comments", "Edit own comments", []string{"EDIT_OWN_COMMENTS", "EDIT_ALL_COMMENTS"}},
		{"delete its comments", "Delete own comments", []string{"DELETE_OWN_COMMENTS", "DELETE_ALL_COMMENTS"}},
		{"add files", "Create attachments", []string{"CREATE_ATTACHMENTS"}},
	}
}

// refusedActs says which acts the account may not do in a project, and which of
// the capabilities that are gone each of them takes away.
func refusedActs(p project, holds func(string) bool, can []string) []sdk.Problem {
	var list []sdk.Problem
	for _, a := range acts() {
		if slices.ContainsFunc(a.needs, holds) {
			continue
		}
		list = append(list, sdk.Problem{
			Lacks: gone(a.needs[0], can),
			What:  fmt.Sprintf("The account may not %s in %s.", a.what, p.Key),
			Mend:  fmt.Sprintf("In Jira, give its role the permission “%s” in the permission scheme of %s.", a.name, p.Key),
		})
	}
	return list
}

// gone lists the capabilities that need a permission and are not held.
func gone(permission string, can []string) []string {
	var list []string
	for capability, needs := range permissions() {
		if slices.Contains(needs, permission) && !slices.Contains(can, capability) {
			list = append(list, capability)
		}
	}
	slices.Sort(list)
	return list
}

// mayListPeople are the permissions of which one is needed to list whom an issue
// can be given to.
var mayListPeople = []string{"USER_PICKER", "ASSIGN_ISSUES"}

func namelessPeople(p project) sdk.Problem {
	return sdk.Problem{
		What: fmt.Sprintf("The account may not list the people of %s, so that none of them is known here by a mail address.", p.Key),
		Mend: fmt.Sprintf("In Jira, give it the global permission “Browse users and groups”, or its role the permission “Assign issues” in the permission scheme of %s.", p.Key),
	}
}

// missingFields says which fields of a new ticket the create screen lacks; a
// screen that is not known lacks none.
func missingFields(p project, screen []metaItem) []sdk.Problem {
	if len(screen) == 0 {
		return nil
	}
	var list []sdk.Problem
	for _, f := range []sdk.Field{ticket.Description, ticket.Priority, ticket.Due, ticket.Labels} {
		if slices.ContainsFunc(screen, func(m metaItem) bool { return m.FieldID == jiraName(f) }) {
			continue
		}
		mend := fmt.Sprintf("In Jira, add it to the create screen of the project's issue type, or write “%s” for the connection and restart the hub.", "fields: { "+string(f)+": off }")
		if f == ticket.Labels { // the hub's own key is one
			mend = "In Jira, add it to the create screen of the project's issue type: without it no ticket can be created."
		}
		list = append(list, sdk.Problem{What: fmt.Sprintf("The create screen of %s lacks the field %s.", p.Key, jiraName(f)), Mend: mend})
	}
	return list
}
