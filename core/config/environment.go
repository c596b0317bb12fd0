package config

import (
	"encoding"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/v2"

	"github.com/spochub/spochub/sdk/settings"
)

const (
	prefix     = "SPOCHUB_"
	testPrefix = "SPOCHUB_TEST_" // belongs to tests and is no configuration
)

// environment is a list of NAME=VALUE.
type environment []string

func (e environment) lookup(name string) (string, bool) {
	for _, entry := range slices.Backward(e) {
		if n, value, ok := strings.Cut(entry, "="); ok && n == name {
			return value, true
		}
	}
	return "", false
}

// variables are those meant for the hub's configuration: name -> path.
func (e environment) variables() map[string][]string {
	found := map[string][]string{}
	for _, entry := range e {
		name, _, _ := strings.Cut(entry, "=")
		rest, ours := strings.CutPrefix(name, prefix)
		if ours && !strings.HasPrefix(name, testPrefix) {
			found[name] = strings.Split(strings.ToLower(rest), "__")
		}
	}
	return found
}

// provider gives koanf the variables that name a value. A secret in a variable
// is taken as a reference to that variable.
func (e environment) provider(r *report) koanf.Provider {
	paths := e.variables()
	return env.Provider(delimiter, env.Opt{
		Prefix:      prefix,
		EnvironFunc: func() []string { return e },
		TransformFunc: func(name, value string) (string, any) {
			t, _ := target(reflect.TypeFor[Config](), paths[name])
			if paths[name] == nil || t == nil {
				return "", nil
			}
			key := strings.Join(paths[name], delimiter)
			r.origins[key] = origin{where: "environment: " + name}
			if isSecret(t) && !isReference(value) {
				value = "env:" + name
			}
			return key, value
		},
	})
}

// unknown notes the variables that name nothing, unless a secret refers to them.
func (e environment) unknown(r *report, references map[string]bool) {
	paths := e.variables()
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		t, problem := target(reflect.TypeFor[Config](), paths[name])
		if t == nil && !references[name] {
			r.faults = append(r.faults, Fault{Where: "environment", Text: "unknown variable " + name + problem})
		}
	}
}

// target finds the type of the value that a path names, or nil and, where more
// can be said, why there is none.
func target(t reflect.Type, path []string) (_ reflect.Type, problem string) {
	for i, key := range path {
		switch {
		case t.Kind() == reflect.Slice:
			return nil, ": the environment cannot address list entries, write them in the file"
		case t.Kind() == reflect.Map:
			t = t.Elem()
			continue
		case isScalar(t):
			return nil, ": " + strings.Join(path[:i], ".") + " is a single value"
		}
		f, ok := fieldByKey(t, key)
		if !ok {
			return nil, suggestVariable(t, path[:i], key)
		}
		t = f.Type
	}
	if !isScalar(t) {
		return nil, ": the environment sets single values only"
	}
	return t, ""
}

func suggestVariable(t reflect.Type, section []string, key string) string {
	var known []string
	for _, k := range keys(t) {
		known = append(known, variable(append(slices.Clone(section), k)))
	}
	return settings.Suggest(variable(append(slices.Clone(section), key)), known)
}

func variable(path []string) string { return prefix + strings.ToUpper(strings.Join(path, "__")) }

func isScalar(t reflect.Type) bool {
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return true
	}
	return !slices.Contains([]reflect.Kind{reflect.Struct, reflect.Map, reflect.Slice}, t.Kind())
}

func isSecret(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[resolver]())
}
