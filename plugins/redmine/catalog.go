package redmine

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Catalog lists the statuses, the priorities and the project's people.
func (c *conn) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	s, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	if container == "" {
		container = s.project.id()
	}
	states, err := c.statuses(ctx)
	if err != nil {
		return nil, err
	}
	priorities, err := c.priorities(ctx)
	if err != nil {
		return nil, err
	}
	people, err := c.people(ctx, container)
	if err != nil {
		return nil, err
	}
	return slices.Concat(stateCodes(states), priorityCodes(priorities), people), nil
}

func (c *conn) statuses(ctx context.Context) ([]status, error) {
	var answer struct {
		Statuses []status `json:"issue_statuses"`
	}
	err := c.client.get(ctx, "list statuses", "/issue_statuses.json", nil, &answer)
	return answer.Statuses, err
}

// stateWords are parts of names, lower case, by which people call a category;
// the first that fits counts. Redmine itself tells only open from closed.
func stateWords() [][2]string {
	return [][2]string{
		{"in progress", "in_progress"}, {"in bearbeitung", "in_progress"}, {"assigned", "in_progress"}, {"zugewiesen", "in_progress"},
		{"feedback", "waiting"}, {"wait", "waiting"}, {"wart", "waiting"}, {"hold", "waiting"}, {"pending", "waiting"}, {"rückfrage", "waiting"},
		{"resolved", "done"}, {"gelöst", "done"}, {"done", "done"}, {"fixed", "done"}, {"erledigt", "done"},
	}
}

// stateValue proposes what a status means to us.
func stateValue(s status) string {
	name := strings.ToLower(s.Name)
	if s.Closed {
		for _, word := range []string{"reject", "abgewiesen", "cancel", "abgebrochen", "duplicate", "duplikat", "invalid", "won't"} {
			if strings.Contains(name, word) {
				return "cancelled"
			}
		}
		return "done"
	}
	for _, w := range stateWords() {
		if strings.Contains(name, w[0]) {
			return w[1]
		}
	}
	return "todo"
}

// stateCodes writes the first status of a category; done is written as a closed
// one, where there is any.
func stateCodes(states []status) []sdk.Code {
	codes := make([]sdk.Code, len(states))
	first := map[string]int{}
	for i, s := range states {
		value := stateValue(s)
		codes[i] = sdk.Code{Field: ticket.State, Native: sdk.Native(s.id()), Name: s.Name, Value: value}
		if at, ok := first[value]; !ok || s.Closed && !states[at].Closed {
			first[value] = i
		}
	}
	for _, i := range first {
		codes[i].Write = true
	}
	return codes
}

type priority struct {
	named
	Default bool  `json:"is_default"`
	Active  *bool `json:"active"` // absent before Redmine 5
}

func (c *conn) priorities(ctx context.Context) ([]priority, error) {
	var answer struct {
		Priorities []priority `json:"issue_priorities"`
	}
	err := c.client.get(ctx, "list priorities", "/enumerations/issue_priorities.json", nil, &answer)
	return answer.Priorities, err
}

// priorityCodes counts from the default one, which is P3; the lowest stand
// first in Redmine's list.
func priorityCodes(list []priority) []sdk.Code {
	normal := max(0, slices.IndexFunc(list, func(p priority) bool { return p.Default }))
	codes := make([]sdk.Code, len(list))
	written := map[string]bool{}
	for i, p := range list {
		value := "P" + strconv.Itoa(min(4, max(1, 3-(i-normal))))
		write := p.Active == nil || *p.Active
		codes[i] = sdk.Code{Field: ticket.Priority, Native: sdk.Native(p.id()), Name: p.Name, Value: value, Write: write && !written[value]}
		written[value] = written[value] || write
	}
	return codes
}

// people lists the project's members; Redmine shows their addresses to nobody
// but administrators.
func (c *conn) people(ctx context.Context, container string) ([]sdk.Code, error) {
	var codes []sdk.Code
	for offset, total := 0, 1; offset < total; offset += pageSize {
		var page struct {
			Memberships []struct {
				User *named `json:"user"`
			} `json:"memberships"`
			Total int `json:"total_count"`
		}
		query := url.Values{"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.Itoa(offset)}}
		err := c.client.get(ctx, "list members", "/projects/"+url.PathEscape(container)+"/memberships.json", query, &page)
		if fault.ClassOf(err) == fault.Denied { // all else works without
			break
		}
		if err != nil {
			return nil, err
		}
		for _, m := range page.Memberships {
			if m.User != nil {
				codes = append(codes, sdk.Code{Field: ticket.Assignee, Native: sdk.Native(m.User.id()), Name: m.User.Name})
			}
		}
		total = page.Total
	}
	return codes, nil
}
