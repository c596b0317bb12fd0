package github

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"
)

// goal is what may be where a link or a picture leads, behind its label or in a
// definition, without what would end it in another reading.
var goal = regexp.MustCompile(`\](?:\(|:)[ \t]*<?((?:[^\s\x00-\x08\x0b\x0e-\x1f<>()\\\[\]|\x60]|\([^\s\x00-\x08\x0b\x0e-\x1f<>()\\\[\]|\x60]*\))+)`)

// goals lists from which byte up to which one a text says where a link leads.
// GitHub looks for nothing there, and a joiner would lead elsewhere. Which of what
// looks so is one is found out by putting another goal of the same length there.
func goals(s string) [][2]int {
	list := [][2]int{}
	named := []byte(s)
	for _, at := range goal.FindAllStringSubmatchIndex(s, -1) {
		if name := goalName(len(list), at[3]-at[2]); name != "" && !strings.Contains(s, name) {
			copy(named[at[2]:], name)
			list = append(list, [2]int{at[2], at[3]})
		}
	}
	if len(list) == 0 {
		return nil
	}
	led := map[string]bool{}
	leads(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(source.NewReader(named)), led)
	return slices.DeleteFunc(list, func(g [2]int) bool { return !led[string(named[g[0]:g[1]])] })
}

// goalName is an address of a length that nothing else has, "" if that is too short.
func goalName(n, length int) string {
	name := fmt.Sprintf("/%x/", n)
	if len(name) > length {
		return ""
	}
	return name + strings.Repeat("z", length-len(name))
}

func leads(n ast.Node, led map[string]bool) {
	switch n := n.(type) {
	case *ast.Link:
		led[string(n.Destination)] = true
	case *ast.Image:
		led[string(n.Destination)] = true
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		leads(c, led)
	}
}

// together joins two lists of places, of which none overlap, in their order.
func together(a, b [][2]int) [][2]int {
	return slices.SortedFunc(slices.Values(slices.Concat(a, b)), func(x, y [2]int) int { return cmp.Compare(x[0], y[0]) })
}
