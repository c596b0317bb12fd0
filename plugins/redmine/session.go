package redmine

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// session is who we are and where: what every other call needs to know.
type session struct {
	self    user
	project project
	rights  map[string]bool // nil where Redmine does not tell
	key     int             // the custom field of our key, 0 for the description
}

// can reports whether a right is held for certain.
func (s *session) can(right string) bool { return s.self.Admin || s.rights[right] }

// may reports whether a right is held, as far as Redmine tells.
func (s *session) may(right string) bool { return s.rights == nil || s.can(right) }

func (s *session) field(name string) (id int, ok bool) {
	i := slices.IndexFunc(s.project.Custom, func(f named) bool { return f.Name == name })
	if i < 0 {
		return 0, false
	}
	return s.project.Custom[i].ID, true
}

func (s *session) actor(n *named) *sdk.Actor {
	if n == nil {
		return nil
	}
	return &sdk.Actor{ID: n.id(), Name: n.Name, Self: n.ID == s.self.ID}
}

func (c *conn) known(ctx context.Context) (*session, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session != nil {
		return c.session, nil
	}
	s, err := c.meet(ctx)
	if err == nil {
		c.session = s
	}
	return s, err
}

// meet asks who we are, what the project is and what our roles allow.
func (c *conn) meet(ctx context.Context) (*session, error) {
	s := &session{}
	var me struct {
		User user `json:"user"`
	}
	if err := c.client.get(ctx, "read account", "/users/current.json", url.Values{"include": {"memberships"}}, &me); err != nil {
		return nil, err
	}
	var where struct {
		Project project `json:"project"`
	}
	query := url.Values{"include": {"trackers,issue_custom_fields"}}
	if err := c.client.get(ctx, "read project", "/projects/"+url.PathEscape(c.Project)+".json", query, &where); err != nil {
		return nil, err
	}
	s.self, s.project = me.User, where.Project
	if c.KeyField != "" {
		id, ok := s.field(c.KeyField)
		if !ok {
			return nil, &fault.Error{
				Op: "read project", Class: fault.Invalid, Field: "key_field", Err: fmt.Errorf("the project has no custom field %q", c.KeyField),
				Hint: "enable the field for the project and its trackers, or leave key_field out",
			}
		}
		s.key = id
	}
	return s, c.readRights(ctx, s)
}

// readRights adds up the roles that the account has in the project. One who is
// no member has the rights of a built-in role, which Redmine does not show; nor
// does it show a role that is closed to the account.
func (c *conn) readRights(ctx context.Context, s *session) error {
	for _, m := range s.self.Memberships {
		if m.Project.ID != s.project.ID {
			continue
		}
		for _, r := range m.Roles {
			var answer struct {
				Role struct {
					Permissions []string `json:"permissions"`
				} `json:"role"`
			}
			err := c.client.get(ctx, "read role", "/roles/"+strconv.Itoa(r.ID)+".json", nil, &answer)
			if fault.ClassOf(err) == fault.Denied {
				s.rights = nil
				return nil
			}
			if err != nil {
				return err
			}
			if s.rights == nil {
				s.rights = map[string]bool{}
			}
			for _, p := range answer.Role.Permissions {
				s.rights[p] = true
			}
		}
	}
	return nil
}
