package config

import (
	"os"
	"reflect"

	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"

	"github.com/spochub/spochub/sdk"
)

// Options say where the configuration comes from. The zero value gives the
// defaults and the process's environment.
type Options struct {
	File    string         // "" reads none
	Environ []string       // NAME=VALUE; nil is the process's own environment
	Flags   *pflag.FlagSet // those of [Flags] that the user changed count; may be nil
	// Manifests of the plugins that may be used, by name: connections are checked
	// against their settings. A plugin that stands only in plugins.sha256 may be
	// used too; its settings go unchecked. nil checks no plugin at all.
	Manifests map[string]sdk.Manifest
}

// Load reads the configuration. Paths in it, and those of secrets, are relative
// to the working directory. The error is a [Faults].
func Load(opts Options) (*Config, error) {
	if opts.Environ == nil {
		opts.Environ = os.Environ()
	}
	r := newReport(orElse(opts.File, "configuration"))
	env := environment(opts.Environ)
	tree := layers(opts, env, r)
	c := Default()
	d := decoder{report: r, lookup: env.lookup, references: map[string]bool{}}
	d.decode(place{}, tree, reflect.ValueOf(c).Elem())
	newChecker(c, &d, opts.Manifests).all()
	env.unknown(r, d.references)
	if err := r.err(); err != nil {
		return nil, err
	}
	c.complete()
	return c, nil
}

// layers lays file, environment and flags over one another.
func layers(opts Options, env environment, r *report) map[string]any {
	k := koanf.New(delimiter)
	file, err := readFile(opts.File, r)
	r.system(err)
	r.system(k.Load(confmap.Provider(file, ""), nil))
	r.system(k.Load(env.provider(r), nil))
	r.system(k.Load(flagProvider(opts.Flags, r), nil))
	return k.Raw()
}
