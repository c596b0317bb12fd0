package github

import (
	"maps"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
)

// The natives of a state. An open issue that carries a status label is "open/"
// and that label.
const (
	stateOpen       = "open"
	stateCompleted  = "closed/completed"
	stateNotPlanned = "closed/not_planned"
	stateDuplicate  = "closed/duplicate"
)

// labelCode is a label that stands for one of our values.
type labelCode struct{ value, label string }

// codes tells the labels that mean a state or a priority from all others. GitHub
// compares label names without regard to case, and so does it.
type codes struct{ state, priority []labelCode }

func newCodes(s Settings) codes {
	state, priority := s.StateLabels, s.PriorityLabels
	if state == nil {
		state = map[string]string{"in_progress": "status: in progress", "waiting": "status: waiting"}
	}
	if priority == nil {
		priority = map[string]string{"P1": "priority: P1", "P2": "priority: P2", "P3": "priority: P3", "P4": "priority: P4"}
	}
	// Where an issue carries several status labels the one that says most wins:
	// waiting, then todo, then in_progress.
	c := codes{state: table(state), priority: table(priority)}
	slices.Reverse(c.state)
	return c
}

func table(t map[string]string) []labelCode {
	var list []labelCode
	for _, value := range slices.Sorted(maps.Keys(t)) {
		list = append(list, labelCode{value, t[value]})
	}
	return list
}

func checkTable(t map[string]string, name string, values []string, fault func(name, text string)) {
	taken := map[string]bool{}
	for _, value := range slices.Sorted(maps.Keys(t)) {
		label := strings.ToLower(t[value])
		switch {
		case !slices.Contains(values, value):
			fault(name, value+" must be one of "+strings.Join(values, ", "))
		case strings.TrimSpace(label) == "":
			fault(name, "the label of "+value+" must not be empty")
		case taken[label]:
			fault(name, "two values share the label of "+value)
		}
		taken[label] = true
	}
}

// find returns the first of the codes whose label is among names.
func find(list []labelCode, names []string) string {
	for _, code := range list {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, code.label) }) {
			return code.label
		}
	}
	return ""
}

// known returns label in the spelling of the settings, "" if it is no code.
func known(list []labelCode, label string) string { return find(list, []string{label}) }

// stateOf folds state, state reason and status label into one code.
func (c codes) stateOf(state, reason string, labels []string) sdk.Native {
	if state != "closed" {
		if label := find(c.state, labels); label != "" {
			return sdk.Native(stateOpen + "/" + label)
		}
		return stateOpen
	}
	if reason == "" || reason == "reopened" { // closed before there were reasons
		return stateCompleted
	}
	return sdk.Native("closed/" + reason)
}

func (c codes) priorityOf(labels []string) sdk.Native { return sdk.Native(find(c.priority, labels)) }

// plain returns the labels that mean neither a state nor a priority, sorted.
func (c codes) plain(labels []string) []sdk.Native {
	set := []sdk.Native{}
	for _, l := range labels {
		if known(c.state, l) == "" && known(c.priority, l) == "" {
			set = append(set, sdk.Native(l))
		}
	}
	slices.Sort(set)
	return slices.Compact(set)
}

func labelNames(labels []*gh.Label) []string {
	names := make([]string, 0, len(labels))
	for _, l := range labels {
		names = append(names, l.GetName())
	}
	return names
}

// without returns names less every label of the codes.
func without(names []string, list []labelCode) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return known(list, n) != "" })
}

// with returns names and label, unless it is there already.
func with(names []string, label string) []string {
	if label == "" || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, label) }) {
		return names
	}
	return append(names, label)
}
