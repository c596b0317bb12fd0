package admin

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/config"
)

// Values are those of one entry by column, each as a text: lists parted by
// semicolons, flags "true". What is empty is not there.
type Values map[string]string

// clean brings texts into one form, so that equal values are equal texts.
func (k Kind) clean(v Values) Values {
	out := Values{}
	for _, c := range k.Columns {
		text := strings.TrimSpace(v[c.Name])
		switch c.Type {
		case "list", "ids":
			text = strings.Join(parts(text), "; ")
		case "flag":
			text = flag(text)
		case "texts":
			text = textLines(text)
		}
		if text != "" {
			out[c.Name] = text
		}
	}
	return out
}

// parts are the entries of a list.
func parts(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// flag is "true", "" for no, or the text itself where it is neither.
func flag(text string) string {
	switch strings.ToLower(text) {
	case "true", "yes", "y", "ja", "j", "x", "1", "on":
		return "true"
	case "", "false", "no", "n", "nein", "0", "off":
		return ""
	}
	return text
}

// ID is what an entry with such values is called within the kind.
func (k Kind) ID(v Values) string {
	var key []string
	for _, name := range k.Key {
		key = append(key, strings.TrimSpace(v[name]))
	}
	return strings.Join(key, "/")
}

// inEffect reports whether a retired entry is still part of the configuration:
// those that requests name are.
func (k Kind) inEffect(v Values) bool { return v[Retired] == "" || !k.Renames && k.Name != "contracts" }

// section is the entry as a section of the configuration.
func (k Kind) section(v Values) map[string]any {
	out := map[string]any{}
	for _, c := range k.Columns {
		text := v[c.Name]
		if text == "" || c.Name == External || c.Type == "number" {
			continue
		}
		switch c.Type {
		case "list":
			out[c.Name] = anyList(parts(text))
		case "ids":
			out[c.Name] = ids(text)
		case "flag":
			out[c.Name] = flagValue(text)
		case "texts":
			out[c.Name] = byLanguage(text)
		case "pin":
			out[c.Name] = config.Kept(text)
		default:
			out[c.Name] = text
		}
	}
	if k.Renames || k.Name == "contracts" {
		delete(out, Retired)
	}
	return out
}

// flagValue is a flag as the configuration has it; what is none is its fault.
func flagValue(text string) any {
	if b, err := strconv.ParseBool(text); err == nil {
		return b
	}
	return text
}

func anyList(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// ids reads "owner:type:id; owner:type:id".
func ids(text string) []any {
	var out []any
	for _, part := range parts(text) {
		owner, rest, _ := strings.Cut(part, ":")
		kind, id, _ := strings.Cut(rest, ":")
		out = append(out, map[string]any{"owner": owner, "type": kind, "id": id})
	}
	return out
}

// fromFile are the entries of a kind that stand in the configuration file.
func (k Kind) fromFile(c *config.Config) []Values {
	var out []Values
	switch k.Name {
	case "clients":
		for _, x := range c.Clients {
			out = append(out, Values{"name": x.Name, "title": x.Title, "language": x.Language, "parent": x.Parent, "domains": list(x.Domains), "connection": x.Connection, "target": x.Target, Retired: yes(x.Retired)})
		}
	case "contacts":
		for _, x := range c.Clients {
			for _, p := range x.Contacts {
				out = append(out, Values{"client": x.Name, "mail": p.Mail, "name": p.Name, "phone": p.Phone, "rights": list(p.Rights), "pin": p.PIN.Reveal()})
			}
		}
	case "contracts":
		for _, x := range c.Contracts {
			out = append(out, Values{"name": x.Name, "client": x.Client, "sla": x.SLA, "grace": days(x.Grace), "languages": list(x.Languages)})
		}
	case "services":
		for _, x := range c.Services {
			out = append(out, Values{"id": x.ID, "client": x.Client, "title": x.Title, "kind": x.Kind, "site": x.Site, "redundancy_group": x.RedundancyGroup, "external_ids": idList(x.ExternalIDs), Retired: yes(x.Retired)})
		}
	case "components":
		for _, x := range c.Services {
			for _, name := range x.Components {
				out = append(out, Values{"service": x.ID, "name": name})
			}
		}
	case "teams":
		for _, x := range c.Teams {
			out = append(out, teamValues(x))
		}
	case "questions":
		out = questionValues(c)
	}
	for i := range out {
		out[i] = k.clean(out[i])
	}
	return out
}

func teamValues(x config.Team) Values {
	return Values{
		"name": x.Name, "title": x.Title, "connection": x.Connection, "target": x.Target, "side": string(x.Side), "phone": x.Phone, "mail": x.Mail,
		"follows_status": string(x.FollowsStatus), "sees_client_conversation": yes(x.SeesClientConversation), "allow_public": yes(x.AllowPublic),
		"read_only": yes(x.ReadOnly), "clients": list(x.Clients), "labels": list(x.Labels), "language": x.Language, "time_zone": x.TimeZone, Retired: yes(x.Retired),
	}
}

func list[S ~string](all []S) string {
	var out []string
	for _, s := range all {
		out = append(out, string(s))
	}
	return strings.Join(out, "; ")
}

func idList(all []config.ExternalID) string {
	var out []string
	for _, x := range all {
		out = append(out, x.Owner+":"+x.Type+":"+x.ID)
	}
	return strings.Join(out, "; ")
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func days(d time.Duration) string {
	if day := 24 * time.Hour; d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return d.String()
}

// differs lists the columns in which two entries differ.
func (k Kind) differs(a, b Values) []string {
	return slices.DeleteFunc(k.names(), func(name string) bool { return a[name] == b[name] })
}
