package config

import (
	"maps"
	"regexp"
	"slices"

	"github.com/spochub/spochub/sdk/settings"
)

// Inquiry is something to ask the client before a team gets the request. The
// answer is kept in a field of the request and told to the team.
type Inquiry struct {
	Field   string            `koanf:"field"`   // of the request; unique for a kind of service
	Text    map[string]string `koanf:"text"`    // by language; en is required
	Label   map[string]string `koanf:"label"`   // what the answer is called; the text where absent
	Answers []string          `koanf:"answers"` // usual ones
	Kinds   []Kind            `koanf:"kinds"`   // of requests; absent: all
}

func (c *checker) questions(at place, byKind map[string][]Inquiry) {
	var kinds []string
	for _, s := range c.config.Services {
		kinds = append(kinds, s.Kind)
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		at := at.at(kind)
		if !slices.Contains(kinds, kind) && !c.isFaulty(place{}.at("services")) {
			c.faultf(at, "no service is of the kind %q%s", kind, settings.Suggest(kind, kinds))
		}
		seen := c.unique()
		for i, q := range byKind[kind] {
			at := at.item(i, q.Field)
			c.fieldName(at.at("field"), q.Field)
			seen(at.at("field"), q.Field)
			c.texts(at.at("text"), q.Text, true)
			c.texts(at.at("label"), q.Label, false)
		}
	}
}

func (c *checker) fieldName(at place, name string) {
	c.required(at, name)
	if name != "" && !regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`).MatchString(name) {
		c.faultf(at, "must be lower-case letters, digits and underscores, at most 40")
	}
}

// texts checks a text that stands in several languages.
func (c *checker) texts(at place, byLanguage map[string]string, required bool) {
	for _, tag := range slices.Sorted(maps.Keys(byLanguage)) {
		c.language(at.at(tag), tag)
		c.required(at.at(tag), byLanguage[tag])
	}
	if (required || len(byLanguage) > 0) && byLanguage[string(English)] == "" {
		c.faultf(at, "needs an entry en, for readers of any other language")
	}
}
