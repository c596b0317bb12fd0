package github

import (
	"fmt"

	"github.com/spochub/spochub/sdk"
)

// problems says what cannot be written here, and what to change at GitHub. What
// keeps all of it from being written stands alone.
func (h *home) problems() []sdk.Problem {
	all := []string{"Creator", "Editor", "Retirer", "Commenter", "CommentEditor", "CommentDeleter"}
	say := func(lacks []string, what, mend string) []sdk.Problem {
		return []sdk.Problem{{Lacks: lacks, What: fmt.Sprintf(what, h.key()), Mend: mend}}
	}
	switch {
	case h.archived:
		return say(all, "%s is archived or disabled, so that nothing can be written there.",
			"In GitHub, unarchive the repository, or name another one in the connection's settings and restart the hub.")
	case h.off:
		return say(all, "Issues are switched off in %s, so that nothing can be written there.",
			"In GitHub, switch them on in the repository's settings, under Features.")
	case h.barred:
		return say(all, "The App may read the issues of %s and not write them.",
			"In GitHub, give the App the permission “Issues: read and write”, and accept that where it is installed.")
	case !h.push:
		return say(nil, "The account may not push to %s, so that GitHub drops the labels, priorities and assignees that it sets.",
			"In GitHub, give it the role “Write” in the repository.")
	}
	return nil
}
