package request

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk/ticket"
)

// Both is a text that holds what each side added to the one that they had agreed
// on, the hub's first; "" where either changed what stood there, or for a field
// that is no text of several lines.
func (c Conflict) Both() string {
	if c.Field != ticket.Description {
		return ""
	}
	hub, ok1 := added(c.Base, c.Hub)
	tool, ok2 := added(c.Base, c.Tool)
	if !ok1 || !ok2 {
		return ""
	}
	tool = slices.DeleteFunc(tool, func(line string) bool { return strings.TrimSpace(line) != "" && slices.Contains(hub, line) })
	return strings.TrimRight(strings.Join(slices.Concat(strings.Split(Lines(c.Base), "\n"), hub, tool), "\n"), "\n")
}

// added are the lines that stand after a text in what it has become.
func added(base, now string) ([]string, bool) {
	rest, ok := strings.CutPrefix(Lines(now), Lines(base))
	if !ok || base == "" || rest != "" && !strings.HasPrefix(rest, "\n") {
		return nil, false
	}
	if rest == "" {
		return nil, true
	}
	return strings.Split(rest[1:], "\n"), true
}
