package jira

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
)

// category proposes what a state means to us. Jira knows three categories; the
// name tells waiting and cancelled apart.
func category(s codeBean) string {
	name := strings.ToLower(s.Name)
	switch {
	case containsAny(name, "cancel", "won't", "wont ", "reject", "declin", "abgebrochen", "abgelehnt", "withdrawn", "invalid"):
		return "cancelled"
	case s.StatusCategory.Key == "done":
		return "done"
	case containsAny(name, "waiting", "on hold", "blocked", "pending", "paused", "wartet", "warten"):
		return "waiting"
	case s.StatusCategory.Key == "new":
		return "todo"
	}
	return "in_progress"
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// rank proposes P1 to P4: by the usual names, else by the place in the list.
func rank(name string, i, n int) string {
	switch strings.ToLower(name) {
	case "highest", "blocker", "critical":
		return "P1"
	case "high", "major":
		return "P2"
	case "medium", "normal":
		return "P3"
	case "low", "lowest", "minor", "trivial":
		return "P4"
	}
	return []string{"P1", "P2", "P3", "P4"}[i*4/n]
}

func preferredStates() []string {
	return []string{"to do", "open", "new", "in progress", "waiting", "on hold", "done", "resolved", "closed", "cancelled", "canceled"}
}

// markWritable marks for each of our values the one row to write: the first of
// the preferred names, else the first in the list. A value shared by two people
// is never written.
func markWritable(codes []sdk.Code, preferred []string) {
	best := map[string]int{}
	shared := map[string]bool{}
	at := func(c sdk.Code) int {
		if i := slices.Index(preferred, strings.ToLower(c.Name)); i >= 0 {
			return i
		}
		return len(preferred)
	}
	for i, c := range codes {
		j, taken := best[c.Value]
		shared[c.Value] = taken
		if !taken || at(c) < at(codes[j]) {
			best[c.Value] = i
		}
	}
	for value, i := range best {
		codes[i].Write = value != "" && (preferred != nil || !shared[value])
	}
}
