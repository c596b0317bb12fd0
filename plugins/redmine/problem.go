package redmine

import (
	"fmt"

	"github.com/spochub/spochub/sdk"
)

// act is one thing that the connector does and a role may forbid.
type act struct {
	held  bool
	lacks []string // without it
	what  string
	right string // as Redmine's page of roles calls it
}

// acts are all of them with what the account's roles allow. Who may edit an issue
// may add notes and files to it, and close a twin.
func (s *session) acts() []act {
	edits := s.may("edit_issues") || s.may("edit_own_issues")
	notes := s.may("edit_issue_notes") || s.may("edit_own_issue_notes")
	twins := []string{"Editor", "Retirer"}
	if s.may("delete_issues") {
		twins = twins[:1]
	}
	return []act{
		{s.may("add_issues"), []string{"Creator"}, "create tickets", "Add issues"},
		{edits, twins, "edit tickets", "Edit issues"},
		{edits || s.may("add_issue_notes"), []string{"Commenter"}, "write comments", "Add notes"},
		{notes, []string{"CommentEditor"}, "edit its comments", "Edit own notes"},
		{notes, []string{"CommentDeleter"}, "delete its comments", "Edit own notes"},
		{edits, []string{"Uploader"}, "add files", "Edit issues"},
		{s.may("set_notes_private"), nil, "write private comments", "Set notes as private"},
	}
}

// problems says what the account may not do, and what to change at Redmine.
func (s *session) problems() []sdk.Problem {
	if s.rights == nil && !s.self.Admin {
		return []sdk.Problem{{
			What: fmt.Sprintf("Redmine does not tell what the account may do in %s.", s.project.Identifier),
			Mend: "In Redmine, make it a member of the project with a role that may add and edit issues and notes.",
		}}
	}
	var list []sdk.Problem
	for _, a := range s.acts() {
		if !a.held {
			list = append(list, sdk.Problem{
				Lacks: a.lacks,
				What:  fmt.Sprintf("The account may not %s in %s.", a.what, s.project.Identifier),
				Mend:  fmt.Sprintf("In Redmine, give its role in the project the permission “%s”.", a.right),
			})
		}
	}
	return list
}
