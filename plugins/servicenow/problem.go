package servicenow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
)

// writers are the roles that may write records.
var writers = []string{"itil", "admin", "sn_incident_write"}

// glimpse is how much of the journal a ping was shown.
type glimpse int

const (
	shown glimpse = iota
	empty         // there may be no entry, or none for us
	shut
)

// problems says what our own user lacks, as far as its record tells; me is nil
// where that may not be read.
func (c *conn) problems(me record, journal glimpse) []sdk.Problem {
	var list []sdk.Problem
	say := func(lacks []string, what, mend string) {
		list = append(list, sdk.Problem{Lacks: lacks, What: what, Mend: mend})
	}
	if me == nil {
		say(nil, "The integration user may not read its own record, so that its roles and its time zone are unknown.",
			"In ServiceNow, let it read sys_user.")
	}
	if roles := me.raw("roles"); roles != "" && !writes(roles) {
		say([]string{"Creator", "Editor", "Retirer", "Commenter", "Uploader"}, "The integration user has no role that writes tickets.",
			fmt.Sprintf("In ServiceNow, give it the role itil, or another one that writes %s.", c.settings.Table))
	}
	if zone := me.raw("time_zone"); zone != "" && !slices.Contains([]string{"GMT", "UTC", "Etc/UTC"}, zone) {
		say(nil, fmt.Sprintf("The integration user's time zone is %s, so that rules and scripts of the instance may shift dates.", zone),
			"In ServiceNow, set the time zone of its record to GMT.")
	}
	const read = "In ServiceNow, let it read sys_journal_field."
	switch journal {
	case shut:
		say(nil, "The integration user may not read comments, so that those of the team come by webhook alone.", read)
	case shown:
	case empty:
		say(nil, "No comment was shown: there is none yet, or the integration user may not read them.", read)
	}
	return list
}

func writes(roles string) bool {
	return slices.ContainsFunc(strings.Split(roles, ","), func(r string) bool { return slices.Contains(writers, strings.TrimSpace(r)) })
}
