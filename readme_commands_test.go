package spochub_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// command is one command of the program, as its help tells.
type command struct {
	flags string // its help
	below map[string]*command
}

var offered = regexp.MustCompile(`(?m)^  ([a-z][a-z-]*) `)

// commands asks the program for its help, down to the last command.
func commands(t *testing.T, spochub string, words ...string) *command {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), spochub, append(words, "--help")...).Output()
	if err != nil {
		t.Fatalf("spochub %v --help: %v", words, err)
	}
	c := &command{flags: string(out), below: map[string]*command{}}
	_, list, _ := strings.Cut(c.flags, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	for _, m := range offered.FindAllStringSubmatch(list+"\n", -1) {
		c.below[m[1]] = commands(t, spochub, append(words[:len(words):len(words)], m[1])...)
	}
	return c
}

// wrong is what a use of the program names that does not exist; "" if all does.
func (c *command) wrong(words []string) string {
	for _, w := range words {
		name, _, _ := strings.Cut(w, "=")
		next := c.below[w]
		switch {
		case strings.HasPrefix(w, "--") && !strings.Contains(c.flags, name+" "):
			return "there is no flag " + name
		case next != nil:
			c = next
		case len(c.below) > 0 && !strings.HasPrefix(w, "-"):
			return "there is no command " + w
		}
	}
	return ""
}

// uses are the calls of the program that a text shows, in lines of a shell or in
// code font. In the README, hub is a shell function for it.
func uses(text string) [][]string {
	call := regexp.MustCompile(`^(?:go run \./cmd/spochub|spochub|hub) +([a-z].*)$`)
	var lines []string
	for _, b := range blocks(text) {
		if b.kind == "sh" {
			lines = append(lines, strings.Split(b.text, "\n")...)
		}
	}
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		lines = append(lines, m[1])
	}
	var list [][]string
	for _, line := range lines {
		if m := call.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			list = append(list, strings.Fields(m[1]))
		}
	}
	return list
}

func checkCommands(t *testing.T, spochub string) {
	root := commands(t, spochub)
	all := uses(readme(t))
	if len(all) < 10 {
		t.Fatalf("README.md uses %v", all)
	}
	for _, words := range all {
		if problem := root.wrong(words); problem != "" {
			t.Errorf("README.md: spochub %s: %s", strings.Join(words, " "), problem)
		}
	}
}

// The check itself finds what it is for.
func TestWrongUsesAreFound(t *testing.T) {
	root := &command{below: map[string]*command{
		"user": {below: map[string]*command{"add": {flags: "--name string"}}},
	}}
	for use, good := range map[string]bool{
		"user add MAIL --name x":   true,
		"user add MAIL --name=x":   true,
		"user remove MAIL":         false,
		"demo":                     false,
		"user add MAIL --nickname": false,
	} {
		if problem := root.wrong(strings.Fields(use)); (problem == "") != good {
			t.Errorf("spochub %s: %q", use, problem)
		}
	}
}
