package settings

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Property describes one setting.
type Property struct {
	Name, Title, Help, Default, Example string
	Type                                string // text, secret, bool, int, duration, list, table
	Enum                                []string
	Required                            bool
}

// goTypes maps the types of properties to those of struct fields.
var goTypes = map[string]reflect.Type{
	"text":     reflect.TypeFor[string](),
	"secret":   reflect.TypeFor[Secret](),
	"bool":     reflect.TypeFor[bool](),
	"int":      reflect.TypeFor[int](),
	"duration": reflect.TypeFor[time.Duration](),
	"list":     reflect.TypeFor[[]string](),
	"table":    reflect.TypeFor[map[string]string](),
}

// Schema lists the properties of a settings struct, in its order. It panics
// where the struct breaks the rules of this package, since that is a mistake in
// a connector's source.
func Schema(settings any) []Property {
	if settings == nil {
		return nil
	}
	return properties(reflect.TypeOf(settings))
}

// JSONSchema is the same as a JSON Schema (2020-12) object.
func JSONSchema(settings any) map[string]any { return ToJSON(Schema(settings)) }

// ToJSON is a schema as a JSON Schema (2020-12) object.
func ToJSON(schema []Property) map[string]any {
	props, required := map[string]any{}, []string{}
	for _, p := range schema {
		props[p.Name] = p.jsonSchema()
		if p.Required {
			required = append(required, p.Name)
		}
	}
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"type":                 "object",
		"additionalProperties": false,
		"properties":           props,
		"required":             required,
	}
}

func (p Property) jsonSchema() map[string]any {
	s := map[string]any{"type": "string"}
	switch p.Type {
	case "secret":
		s["writeOnly"] = true
	case "bool":
		s["type"] = "boolean"
	case "int":
		s["type"] = "integer"
	case "list":
		s["type"], s["items"] = "array", map[string]any{"type": "string"}
	case "table":
		s["type"], s["additionalProperties"] = "object", map[string]any{"type": "string"}
	}
	for key, value := range map[string]string{"title": p.Title, "description": p.Help, "default": p.Default} {
		if value != "" {
			s[key] = value
		}
	}
	if p.Example != "" {
		s["examples"] = []string{p.Example}
	}
	if len(p.Enum) > 0 {
		s["enum"] = p.Enum
	}
	return s
}

func properties(t reflect.Type) []Property {
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("settings: %s is not a struct", t))
	}
	list := make([]Property, t.NumField())
	for i := range list {
		list[i] = property(t, t.Field(i))
	}
	return list
}

func property(t reflect.Type, f reflect.StructField) Property {
	p := Property{
		Name: f.Tag.Get("name"), Title: f.Tag.Get("title"), Help: f.Tag.Get("help"),
		Default: f.Tag.Get("default"), Example: f.Tag.Get("example"),
		Required: f.Tag.Get("required") == "true",
	}
	if enum := f.Tag.Get("enum"); enum != "" {
		p.Enum = strings.Split(enum, ",")
	}
	for name, t := range goTypes {
		if t == f.Type {
			p.Type = name
		}
	}
	if p.Type == "" || p.Name == "" || !f.IsExported() {
		panic(fmt.Sprintf("settings: %s.%s needs a name tag and one of the types text, secret, bool, int, duration, list, table", t, f.Name))
	}
	return p
}
