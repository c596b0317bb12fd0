package config

import (
	"strings"

	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

// flagKey is the annotation of a flag that names the key it sets.
const flagKey = "spochub/key"

// Flags adds the flags that override the configuration to a command's own.
func Flags(flags *pflag.FlagSet) {
	for _, f := range []struct{ name, key, usage string }{
		{"listen", "server.listen", "address and port to listen on (server.listen)"},
		{"public-url", "server.public_url", "address by which browsers and tools reach the hub (server.public_url)"},
		{"database", "database.url", "sqlite:PATH, postgres://... or a reference to it (database.url)"},
	} {
		flags.String(f.name, "", f.usage)
		flags.Lookup(f.name).Annotations = map[string][]string{flagKey: {strings.ReplaceAll(f.key, ".", delimiter)}}
	}
}

// flagProvider gives koanf the flags of [Flags] that the user changed.
func flagProvider(flags *pflag.FlagSet, r *report) koanf.Provider {
	if flags == nil {
		flags = pflag.NewFlagSet("", pflag.ContinueOnError)
	}
	return posflag.ProviderWithFlag(flags, delimiter, nil, func(f *pflag.Flag) (string, any) {
		key := f.Annotations[flagKey]
		if len(key) == 0 || !f.Changed {
			return "", nil
		}
		r.origins[key[0]] = origin{where: "flag --" + f.Name}
		return key[0], f.Value.String()
	})
}
