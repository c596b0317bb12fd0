package admin

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/store"
)

// byPosition puts questions into the order in which they are asked.
func byPosition(a, b store.Entry) int {
	return cmp.Compare(number(a.Values["position"]), number(b.Values["position"]))
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // what is none stands first
	return n
}

// serviceKinds lists the kinds of service that there are.
func (s *Service) serviceKinds() []string {
	var out []string
	for _, x := range s.current().config.Services {
		if x.Kind != "" && !slices.Contains(out, x.Kind) {
			out = append(out, x.Kind)
		}
	}
	slices.Sort(out)
	return out
}

// questionValues are the questions of the file.
func questionValues(c *config.Config) []Values {
	var out []Values
	for _, kind := range slices.Sorted(maps.Keys(c.Questions)) {
		for i, q := range c.Questions[kind] {
			out = append(out, Values{
				"service_kind": kind, "field": q.Field, "position": strconv.Itoa(i + 1), "text": joined(q.Text), "label": joined(q.Label),
				"answers": list(q.Answers), "kinds": list(q.Kinds),
			})
		}
	}
	return out
}

// byLanguage reads a text that stands in several languages, "en = ..." on a line of
// its own each; a line without a language goes on with the one before, and is
// English at the beginning.
func byLanguage(text string) map[string]any {
	all, tag := map[string]any{}, string(config.English)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, rest, ok := strings.Cut(line, "="); ok && isTag(strings.TrimSpace(name)) {
			tag, line = strings.TrimSpace(name), strings.TrimSpace(rest)
		}
		before, _ := all[tag].(string)
		all[tag] = strings.TrimSpace(before + "\n" + line)
	}
	return all
}

// isTag reports whether a text looks like a language tag.
func isTag(text string) bool {
	return regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`).MatchString(text)
}

func textLines(text string) string {
	all := map[string]string{}
	if text == "" {
		return ""
	}
	for tag, said := range byLanguage(text) {
		all[tag], _ = said.(string)
	}
	return joined(all)
}

func joined(byLanguage map[string]string) string {
	var lines []string
	for _, tag := range slices.Sorted(maps.Keys(byLanguage)) {
		lines = append(lines, tag+" = "+byLanguage[tag])
	}
	return strings.Join(lines, "\n")
}
