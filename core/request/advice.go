package request

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

const (
	// soon is how long before its end a credential is spoken of.
	soon = 14 * 24 * time.Hour
	// A delivery may be as late as tardy before it counts as missing, and one that
	// came so shortly before proves that they come at all.
	tardy = 5 * time.Minute
	// HookGrace is how long after a delivery the next ones are not missed.
	HookGrace = 2 * time.Minute
)

// Account is what the configuration says of a connection's credential and of its
// webhook.
type Account struct {
	Secrets []string // where they stand: "token (env:JIRA_TOKEN)"
	Hook    string   // the address that deliveries go to; "" where none are taken
	Paused  bool     // no call is made until somebody lets it go on
}

// Condition is how a connection was found.
type Condition struct {
	Place    ticket.Place
	Stopped  string       // why no calls are made; "" while they are
	HookedAt time.Time    // when the last delivery came
	MissedAt time.Time    // when a poll found what no delivery had told
	Strays   []ticket.Ref // tickets that the hub made for requests which it does not know any more
}

// Advice says what keeps a connection from working fully, and how the person who
// runs the hub mends it. A credential that is refused comes first.
func (d *Directory) Advice(connection string, c Condition, now time.Time) []ticket.Problem {
	account := d.Accounts[connection]
	var list []ticket.Problem
	say := func(what, mend string) { list = append(list, ticket.Problem{What: what, Mend: mend}) }
	switch ends := c.Place.Expires; {
	case c.Stopped != "":
		say("The tool refuses the credential, so that no calls are made.",
			fmt.Sprintf("Mend it at the tool, and calls begin again by themselves; or put a new one into %s and restart the hub, which reads secrets only when it starts.", account.secrets()))
	case !ends.IsZero() && now.After(ends.Add(-soon)):
		what := "The credential expires on %s."
		if now.After(ends) {
			what = "The credential expired on %s."
		}
		say(fmt.Sprintf(what, ends.In(d.zone("")).Format(time.DateOnly)),
			fmt.Sprintf("Make a new one at the tool, put it into %s and restart the hub, which reads secrets only when it starts.", account.secrets()))
	}
	list = append(list, c.Place.Problems...)
	for _, at := range c.Place.Containers {
		if at.Public && !d.allowsPublic(connection, at) {
			say(fmt.Sprintf("Everybody can read %s, so that nothing is given to a team there.", cmp.Or(at.Key, at.Name, at.ID)),
				"Make it private at the tool, or set allow_public for its team, which then gets no more than the task that is written for it, and restart the hub.")
		}
	}
	if len(c.Strays) > 0 {
		say(fmt.Sprintf("The hub made %s for requests that it does not know any more.", keysOf(c.Strays)),
			"This comes of restoring an older backup. At the tool, see what each is about: link it to its request, which may have to be made again, or close it there.")
	}
	if account.Hook != "" && c.MissedAt.After(c.HookedAt.Add(HookGrace)) && now.Sub(c.MissedAt) > tardy {
		say("A poll found what no delivery told, and none came since.",
			fmt.Sprintf("At the tool, look at the last deliveries of the webhook: its address must begin with %s, and its secret that of webhook_secret.", account.Hook))
	}
	return list
}

// keysOf lists tickets as people call them.
func keysOf(tickets []ticket.Ref) string {
	var keys []string
	for _, r := range tickets {
		keys = append(keys, cmp.Or(r.Key, r.ID))
	}
	return strings.Join(keys, ", ")
}

func (a Account) secrets() string {
	return cmp.Or(strings.Join(a.Secrets, ", "), "the connection's settings")
}

// allowsPublic reports whether teams work in a place and all of them may do so
// before everybody's eyes.
func (d *Directory) allowsPublic(connection string, at ticket.Container) bool {
	here := 0
	for _, t := range d.Teams {
		if t.Connection != connection || t.Target != "" && !slices.Contains([]string{at.ID, at.Key, at.Name}, t.Target) {
			continue
		}
		if here++; !t.AllowPublic {
			return false
		}
	}
	return here > 0
}

// Remedy says what helps where a connection's tool did not answer well; "" where
// nobody knows.
func (d *Directory) Remedy(connection string, err error) string {
	switch fault.ClassOf(err) {
	case fault.Unauthenticated:
		return fmt.Sprintf("Put a valid credential into %s and restart the hub, which reads secrets only when it starts.", d.Accounts[connection].secrets())
	case fault.Denied:
		return "Give the account the right to read there, or name another place in the connection's settings."
	case fault.NotFound, fault.Gone:
		return "Check the names in the connection's settings, and that the account may see what they name."
	case fault.Unavailable:
		return "Check the address in the connection's settings, and that this machine can reach it."
	case fault.Misread:
		return "Check that the address in the connection's settings is the tool's, and no page before it."
	case fault.Invalid:
		return "Check the connection's settings."
	case fault.Throttled:
		return "Wait, and try again."
	}
	return ""
}

// May says what the account may do as far as that is known: nothing is, while the tool
// refuses its credential.
func (c Condition) May() []string {
	if c.Stopped != "" {
		return nil
	}
	return May(c.Place.Can)
}

// May says what an account may do with tickets, by the capabilities it holds:
// read_tickets, create_tickets and so on. Of none nothing is known.
func May(can []string) []string {
	if len(can) == 0 {
		return nil
	}
	acts := []string{"read_tickets"}
	for _, a := range [][2]string{
		{"Creator", "create_tickets"}, {"Editor", "edit_tickets"}, {"Commenter", "write_comments"},
		{"CommentEditor", "edit_its_comments"}, {"CommentDeleter", "delete_its_comments"}, {"Uploader", "add_files"},
	} {
		if slices.Contains(can, a[0]) {
			acts = append(acts, a[1])
		}
	}
	return acts
}
