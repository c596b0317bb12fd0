package admin

import (
	"maps"
	"strings"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
)

// lay puts a stored mapping under what the file says of a connection: a row of the
// file wins.
func lay(v Values, c *config.Connection) {
	c.States, c.Priorities = layTable(v, "states.", c.States), layTable(v, "priorities.", c.Priorities)
	c.People = layMap(v, "people.", c.People)
	fields := maps.Clone(c.Fields)
	for name, direction := range layMap[string, string](v, "fields.", nil) {
		fields[sdk.Field(name)] = config.Direction(direction)
	}
	c.Fields = fields
}

func layTable[Ours ~string](v Values, prefix string, m config.Mapping[Ours]) config.Mapping[Ours] {
	return config.Mapping[Ours]{Read: layMap(v, prefix+"read.", m.Read), Write: layMap(v, prefix+"write.", m.Write)}
}

// layMap is the stored rows with a prefix, under those that are there.
func layMap[K, V ~string](v Values, prefix string, over map[K]V) map[K]V {
	out := map[K]V{}
	for name, text := range v {
		if key, ok := strings.CutPrefix(name, prefix); ok {
			out[K(key)] = V(text)
		}
	}
	maps.Copy(out, over)
	if len(out) == 0 {
		return over
	}
	return out
}
