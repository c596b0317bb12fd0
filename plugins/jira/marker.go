package jira

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
)

var keyShape = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// keysOf reads the markers: of the property where the answer shows properties,
// else of the label.
func keysOf(properties map[string]json.RawMessage, labels []sdk.Key) []sdk.Key {
	if properties == nil {
		return labels
	}
	return keyIn(properties[propertyName])
}

func keyIn(raw json.RawMessage) []sdk.Key {
	k := decode[struct{ Key string }](raw).Key
	if k == "" {
		k = decode[string](raw)
	}
	if !keyShape.MatchString(k) {
		return nil
	}
	return []sdk.Key{sdk.Key(k)}
}

func commentKeys(properties []propertyBean) []sdk.Key {
	for _, p := range properties {
		if p.Key == propertyName {
			return keyIn(p.Value)
		}
	}
	return nil
}

// labelsOf parts the labels into our markers and the rest, sorted.
func labelsOf(raw json.RawMessage) (keys []sdk.Key, rest []sdk.Native) {
	return partLabels(decode[[]string](raw))
}

func partLabels(labels []string) (keys []sdk.Key, rest []sdk.Native) {
	for _, l := range labels {
		if k, ours := strings.CutPrefix(l, labelPrefix); ours && keyShape.MatchString(k) {
			keys = append(keys, sdk.Key(k))
			continue
		}
		rest = append(rest, sdk.Native(l))
	}
	slices.Sort(rest)
	return keys, slices.Compact(rest)
}
