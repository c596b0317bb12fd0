package verify

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
)

var pluginName = regexp.MustCompile(`^[a-z0-9-]+$`)

// capabilities are the names that a manifest may list.
var capabilities = []string{
	sdk.CapabilityName[sdk.Creator](), sdk.CapabilityName[sdk.Finder](), sdk.CapabilityName[sdk.Editor](), sdk.CapabilityName[sdk.Retirer](),
	sdk.CapabilityName[sdk.Renderer](), sdk.CapabilityName[sdk.Commenter](), sdk.CapabilityName[sdk.CommentEditor](),
	sdk.CapabilityName[sdk.CommentDeleter](), sdk.CapabilityName[sdk.Watcher](), sdk.CapabilityName[sdk.Receiver](),
	sdk.CapabilityName[sdk.Uploader](), sdk.CapabilityName[sdk.Downloader](), sdk.CapabilityName[sdk.Cataloger](),
}

// schemes and types are what the SDK knows.
var (
	schemes = []string{"", sdk.SchemeNone, sdk.SchemePath, sdk.SchemeToken, sdk.SchemeHMACHex, sdk.SchemeHMACBase64}
	types   = []string{"text", "secret", "bool", "int", "duration", "list", "table"}
)

// Manifest returns everything that is wrong with a manifest, joined.
func Manifest(m sdk.Manifest) error {
	var errs []error
	if !pluginName.MatchString(m.Name) {
		errs = append(errs, fmt.Errorf("the name %q does not match %s", m.Name, pluginName))
	}
	if m.Title == "" || m.Version == "" || m.MapVersion == "" {
		errs = append(errs, errors.New("title, version and map version must be set"))
	}
	for _, c := range m.Can {
		if !slices.Contains(capabilities, c) {
			errs = append(errs, fmt.Errorf("there is no capability %q", c))
		}
	}
	for _, p := range m.Schema {
		if !slices.Contains(types, p.Type) {
			errs = append(errs, fmt.Errorf("the setting %q has the unknown type %q", p.Name, p.Type))
		}
	}
	return errors.Join(append(errs, signature(m))...)
}

func signature(m sdk.Manifest) error {
	s := m.Webhook
	signs := s.Scheme != "" && s.Scheme != sdk.SchemeNone
	switch {
	case !slices.Contains(schemes, s.Scheme):
		return fmt.Errorf("there is no webhook scheme %q", s.Scheme)
	case signs != slices.Contains(m.Can, "Receiver"):
		return fmt.Errorf("the webhook scheme %q and the capability Receiver contradict one another", s.Scheme)
	case signs && s.Scheme != sdk.SchemePath && s.Header == "":
		return fmt.Errorf("the webhook scheme %q needs a header", s.Scheme)
	}
	return nil
}

// Place returns everything that is wrong with the answer to a ping, joined.
func Place(m sdk.Manifest, p sdk.Place) error {
	var errs []error
	if p.Self.ID == "" {
		errs = append(errs, errors.New("self has no id"))
	}
	if len(p.Containers) == 0 {
		errs = append(errs, errors.New("there is no container"))
	}
	for _, c := range p.Containers {
		if c.ID == "" {
			errs = append(errs, fmt.Errorf("the container %q has no id", c.Key))
		}
	}
	for _, a := range p.Adds {
		if a.Name == "" || a.Value == "" {
			errs = append(errs, fmt.Errorf("an addition lacks its name or its value: %+v", a))
		}
	}
	for _, c := range p.Can {
		if !slices.Contains(m.Can, c) {
			errs = append(errs, fmt.Errorf("the place can %s, which the manifest does not list", c))
		}
	}
	return errors.Join(append(errs, problems(m, p))...)
}

// problems returns what is wrong with the problems that a place tells of: each
// says what it is and how to mend it, and none is kept to itself.
func problems(m sdk.Manifest, p sdk.Place) error {
	var errs []error
	told := map[string]bool{}
	for _, x := range p.Problems {
		if !sentence(x.What) || !sentence(x.Mend) {
			errs = append(errs, fmt.Errorf("the problem %q, mended by %q: each must be a sentence", x.What, x.Mend))
		}
		for _, c := range x.Lacks {
			told[c] = true
		}
	}
	for _, c := range m.Can {
		switch held := slices.Contains(p.Can, c); {
		case !held && !told[c] && len(p.Can) > 0:
			errs = append(errs, fmt.Errorf("the place cannot %s, and no problem says why", c))
		case held && told[c]:
			errs = append(errs, fmt.Errorf("the place can %s, and a problem says that it cannot", c))
		}
	}
	return errors.Join(errs...)
}

func sentence(s string) bool {
	return s != "" && strings.HasSuffix(s, ".") && strings.TrimSpace(s) == s
}

// Codes reports a value of a field that several rows would write.
func Codes(codes []sdk.Code) error {
	type target struct {
		field sdk.Field
		value string
	}
	writers := map[target]bool{}
	for _, c := range codes {
		if t := (target{c.Field, c.Value}); c.Write && writers[t] {
			return fmt.Errorf("%s %s has more than one row to write", c.Field, c.Value)
		} else if c.Write {
			writers[t] = true
		}
	}
	return nil
}
