package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// readFile reads a YAML file into a tree and notes the line of every key.
// Faults of the syntax go into the report, others are returned.
func readFile(path string, r *report) (map[string]any, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	if err := decoder.Decode(&document); err != nil {
		if !errors.Is(err, io.EOF) {
			r.syntax(err, data)
		}
		return nil, nil
	}
	if err := decoder.Decode(&second); err == nil {
		r.faultAt(&second, "a second document: one file holds one configuration")
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err, data)
	}
	return r.root(&document), nil
}

func (r *report) root(document *yaml.Node) map[string]any {
	top := document.Content[0]
	if alias := circular(top, nil); alias != nil {
		r.faultAt(alias, "an anchor's value contains itself")
		return nil
	}
	if top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		return nil
	}
	tree, ok := r.tree(place{}, top).(map[string]any)
	if !ok {
		r.faultAt(top, "must be sections such as server: and connections:")
	}
	return tree
}

// circular finds an alias inside of its own anchor's value.
func circular(n *yaml.Node, around []*yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && slices.Contains(around, n.Alias) {
		return n
	}
	for _, child := range n.Content {
		if alias := circular(child, append(around, n)); alias != nil {
			return alias
		}
	}
	return nil
}

// tree turns a node into maps, lists and scalars.
func (r *report) tree(at place, n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return r.tree(at, n.Alias)
	case yaml.MappingNode:
		section := map[string]any{}
		r.section(at, n, section)
		return section
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			at := at.item(i, "")
			r.origins[at.key] = origin{r.file, item.Line}
			list[i] = r.tree(at, item)
		}
		return list
	}
	return scalar(n)
}

// section adds the entries of a mapping. What a "<<" key brings comes first, so
// that the mapping's own entries lie over it.
func (r *report) section(at place, n *yaml.Node, into map[string]any) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag == "!!merge" {
			r.merge(at, n.Content[i+1], into)
		}
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := at.at(key.Value)
		switch {
		case key.Tag == "!!merge":
		case key.Kind != yaml.ScalarNode:
			r.faultAt(key, "a key must be a text")
		case lines[key.Value] > 0:
			r.faultAt(key, fmt.Sprintf("duplicate key %q, first on line %d", at.name, lines[key.Value]))
		default:
			lines[key.Value] = key.Line
			r.origins[at.key] = origin{r.file, key.Line}
			into[key.Value] = r.tree(at, value)
		}
	}
}

// merge adds what a "<<" key brings; of several mappings the first one wins.
func (r *report) merge(at place, n *yaml.Node, into map[string]any) {
	switch n.Kind {
	case yaml.AliasNode:
		r.merge(at, n.Alias, into)
	case yaml.SequenceNode:
		for _, m := range slices.Backward(n.Content) {
			r.merge(at, m, into)
		}
	case yaml.MappingNode:
		r.section(at, n, into)
	}
}

// unreadable is a scalar whose tag contradicts it.
type unreadable struct{}

func scalar(n *yaml.Node) any {
	var value any
	if n.Decode(&value) != nil {
		return unreadable{}
	}
	return value
}

// faultAt notes a fault of the syntax at a node.
func (r *report) faultAt(n *yaml.Node, text string) {
	r.faults = append(r.faults, Fault{Where: r.file, Line: n.Line, Text: text, What: text})
}

// syntax notes an error of the parser. Of an anchor that does not exist the
// parser tells the name, which may be a secret that wants quotes, and not the
// line.
func (r *report) syntax(err error, data []byte) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.TrimPrefix(text, m[0])
	}
	if m := regexp.MustCompile(`anchor '([^']*)'`).FindStringSubmatch(text); m != nil {
		before, _, _ := bytes.Cut(data, []byte("*"+m[1]))
		line, text = 1+bytes.Count(before, []byte("\n")), "an alias without its anchor: a text that begins with * needs quotes"
	}
	text = "is not valid YAML: " + text
	r.faults = append(r.faults, Fault{Where: r.file, Line: line, Text: text, What: text})
}
