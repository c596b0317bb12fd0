package reconcile

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk/ticket"
)

// The hub touches only labels with its own prefix: its label "vip" is
// "spoc:vip" at the tool, and no other label there is added, removed or taken.
const (
	labelPrefix = "spoc:"
	// ReturnLabel is how a team hands a task back.
	ReturnLabel = "spoc:return"
)

// ourLabels joins a tool's labels that carry our prefix into one comparable
// value, without the prefix.
func ourLabels(set []ticket.Native) ticket.Native {
	var ours []string
	for _, l := range set {
		if name, ok := strings.CutPrefix(string(l), labelPrefix); ok && string(l) != ReturnLabel && name != "" {
			ours = append(ours, name)
		}
	}
	return ticket.Native(JoinLabels(ours))
}

// JoinLabels is the comparable form of a set of labels.
func JoinLabels(labels []string) string {
	labels = slices.Clone(labels)
	slices.Sort(labels)
	return strings.Join(slices.Compact(labels), "\n")
}

// SplitLabels is the inverse of JoinLabels.
func SplitLabels(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, "\n")
}

// labelDiff returns what to add at the tool and what to remove there, with the
// prefix.
func labelDiff(have, want ticket.Native) (add, remove []ticket.Native) {
	h, w := SplitLabels(string(have)), SplitLabels(string(want))
	for _, l := range w {
		if !slices.Contains(h, l) {
			add = append(add, ticket.Native(labelPrefix+l))
		}
	}
	for _, l := range h {
		if !slices.Contains(w, l) {
			remove = append(remove, ticket.Native(labelPrefix+l))
		}
	}
	return add, remove
}

// mergeLabels merges two sets that both changed since base, label by label.
func mergeLabels(base, hub, tool string) string {
	b, h, t := SplitLabels(base), SplitLabels(hub), SplitLabels(tool)
	var merged []string
	for _, l := range slices.Concat(h, t) {
		inBase := slices.Contains(b, l)
		if inBase && (!slices.Contains(h, l) || !slices.Contains(t, l)) {
			continue // one side removed it
		}
		merged = append(merged, l)
	}
	return JoinLabels(merged)
}

// HandedBack reports whether a team has handed the task back by label.
func HandedBack(t ticket.Ticket) bool {
	return slices.Contains(t.Cells[ticket.Labels].Set, ReturnLabel)
}
