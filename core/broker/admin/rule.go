package admin

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
)

// rules are the rows of a mapping that say who wins a conflict.
const rules = "conflicts."

// Policies lists who can win where both sides changed a field.
func Policies() []string { return slices.Clone(policies) }

// Contested lists the fields of which both sides can have a value.
func Contested() []string { return slices.Clone(contested) }

// mayContest reports whether a rule can be about a field: one of ours, or one of
// the tool's own.
func mayContest(field string) bool {
	own, ok := sdk.Field(field).Own()
	return slices.Contains(contested, field) || ok && own != ""
}

// Rule says who wins from now on where both sides of a connection changed a field.
// It is a row of the connection's mapping.
type Rule struct {
	Connection string
	Field      sdk.Field
	Wins       config.Policy // "" takes the rule back
	Else       config.Policy // what goes without it
}

// Rules lists the rules that were made in the browser, by connection and field.
func (s *Service) Rules(by auth.Actor) ([]Rule, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	st := s.current()
	var out []Rule
	for _, e := range st.entries {
		for at, wins := range e.Values {
			if field, ok := strings.CutPrefix(at, rules); ok && e.Kind == mappings {
				out = append(out, Rule{Connection: e.ID, Field: sdk.Field(field), Wins: config.Policy(wins)})
			}
		}
	}
	if len(out) > 0 {
		plain := s.fitting(st.entries).config.Connections
		for i := range out {
			out[i].Else = policyOf(plain, out[i])
		}
	}
	slices.SortFunc(out, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Connection, b.Connection), cmp.Compare(a.Field, b.Field))
	})
	return out, nil
}

func policyOf(all []config.Connection, r Rule) config.Policy {
	i := slices.IndexFunc(all, func(c config.Connection) bool { return c.Name == r.Connection })
	if i < 0 {
		return config.Ask
	}
	return all[i].Policy(r.Field)
}

// SetRules makes rules or takes them back, all or none. What is wrong with them is
// [request.FieldErrors].
func (s *Service) SetRules(ctx context.Context, by auth.Actor, list []Rule) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	for _, r := range list {
		if _, err := s.Connection(by, r.Connection); err != nil {
			return err
		}
	}
	return s.alone(ctx, func(st state) error {
		values := map[string]Values{}
		var told []store.Audit
		for _, r := range list {
			was, changed, err := r.laid(st, values)
			if err != nil {
				return err
			}
			if changed {
				told = append(told, s.o.Auth.Entry(ctx, RuleChanged, r.Connection, auth.Detail{Field: string(r.Field), From: was, To: string(r.Wins)}))
			}
		}
		if len(told) == 0 {
			return nil
		}
		var rows []store.Entry
		for _, name := range slices.Sorted(maps.Keys(values)) {
			rows = append(rows, store.Entry{Kind: mappings, ID: name, Values: values[name]})
		}
		return s.put(ctx, st, rows, told...)
	})
}

// laid puts a rule among the rows of its connection, which start as they are.
func (r Rule) laid(st state, values map[string]Values) (was string, changed bool, err error) {
	at, to := rules+string(r.Field), string(r.Wins)
	if faults := checkRows(Values{at: cmp.Or(to, string(config.Ask))}); len(faults) > 0 {
		return "", false, faults
	}
	if values[r.Connection] == nil {
		values[r.Connection] = Values{}
		if e := st.entry(mappings, r.Connection); e != nil {
			maps.Copy(values[r.Connection], e.Values)
		}
	}
	rows := values[r.Connection]
	was = rows[at]
	if to == "" {
		delete(rows, at)
	} else {
		rows[at] = to
	}
	return was, was != to, nil
}
