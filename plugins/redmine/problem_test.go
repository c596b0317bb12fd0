package redmine_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/verify"
)

// member answers as a Redmine does to an account with one role in the project.
type member struct {
	user string // what Redmine says of the account
	role int    // the status of the answer about its role
	may  string // the role's permissions
}

func (m member) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/users/current.json":
		_, _ = fmt.Fprintf(w, `{"user":%s}`, m.user)
	case strings.HasSuffix(r.URL.Path, "/memberships.json"):
		w.WriteHeader(http.StatusForbidden)
	case strings.HasPrefix(r.URL.Path, "/projects/"):
		_, _ = w.Write([]byte(`{"project":{"id":1,"identifier":"support","name":"Support"}}`))
	case strings.HasPrefix(r.URL.Path, "/roles/") && m.role != http.StatusOK:
		w.WriteHeader(m.role)
	default:
		_, _ = fmt.Fprintf(w, `{"role":{"permissions":["%s"]}}`, strings.ReplaceAll(m.may, " ", `","`))
	}
}

const (
	inside = `{"id":5,"login":"bot","memberships":[{"project":{"id":1},"roles":[{"id":3}]}]}`
	all    = "add_issues edit_issues add_issue_notes edit_own_issue_notes set_notes_private delete_issues"
)

func TestPingSaysWhatTheRolesLack(t *testing.T) {
	give := func(right string) string {
		return "In Redmine, give its role in the project the permission “" + right + "”."
	}
	unknown := []string{"Redmine does not tell what the account may do in support.", "In Redmine, make it a member of the project with a role that may add and edit issues and notes."}
	for name, c := range map[string]struct {
		member
		want []string // what and mend in turn
		lost string   // capabilities
	}{
		"all":              {member{inside, 200, all}, nil, ""},
		"an administrator": {member{`{"id":5,"login":"bot","admin":true}`, 200, ""}, nil, ""},
		"no member":        {member{`{"id":5,"login":"bot"}`, 200, ""}, unknown, ""},
		"a closed role":    {member{inside, 403, ""}, unknown, ""},
		"no creation": {member{inside, 200, strings.Replace(all, "add_issues ", "", 1)},
			[]string{"The account may not create tickets in support.", give("Add issues")}, "Creator"},
		"no private notes": {member{inside, 200, strings.Replace(all, "set_notes_private ", "", 1)},
			[]string{"The account may not write private comments in support.", give("Set notes as private")}, ""},
		"a reader": {member{inside, 200, "view_issues"}, []string{
			"The account may not create tickets in support.", give("Add issues"),
			"The account may not edit tickets in support.", give("Edit issues"),
			"The account may not write comments in support.", give("Add notes"),
			"The account may not edit its comments in support.", give("Edit own notes"),
			"The account may not delete its comments in support.", give("Edit own notes"),
			"The account may not add files in support.", give("Edit issues"),
			"The account may not write private comments in support.", give("Set notes as private"),
		}, "Creator Editor Retirer Commenter CommentEditor CommentDeleter Uploader"},
	} {
		t.Run(name, func(t *testing.T) {
			place := pingAs(t, c.member)
			if err := verify.Place(redmine.New().Manifest(), place); err != nil {
				t.Error(err)
			}
			var said []string
			var lost []string
			for _, p := range place.Problems {
				said, lost = append(said, p.What, p.Mend), append(lost, p.Lacks...)
			}
			if got, want := strings.Join(said, "\n"), strings.Join(c.want, "\n"); got != want {
				t.Errorf("said:\n%s\nwant:\n%s", got, want)
			}
			if got := strings.Join(lost, " "); got != c.lost {
				t.Errorf("lost %q, want %q", got, c.lost)
			}
		})
	}
}

// Who may not see the members of the project still gets states and priorities.
func TestCatalogWithoutPeople(t *testing.T) {
	c := openAs(t, member{inside, http.StatusForbidden, ""})
	if _, err := as[sdk.Cataloger](t, c).Catalog(t.Context(), "1"); err != nil {
		t.Error(err)
	}
}

func pingAs(t *testing.T, m member) sdk.Place {
	t.Helper()
	place, err := openAs(t, m).Ping(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func openAs(t *testing.T, m member) sdk.Conn {
	t.Helper()
	door := httptest.NewServer(m)
	t.Cleanup(door.Close)
	raw := settings.Raw{"base_url": door.URL, "api_key": "s3cret", "project": "support"}
	c, err := redmine.New().Open(t.Context(), raw, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
