package jira

import (
	"strings"
)

type wikiItem struct {
	marks string
	lines []string
}

func readList(lines []string) *block {
	var items []wikiItem
	for _, l := range lines {
		if m := itemLine.FindStringSubmatch(l); m != nil {
			items = append(items, wikiItem{m[1], []string{m[2]}})
		} else {
			items[len(items)-1].lines = append(items[len(items)-1].lines, l)
		}
	}
	b, _ := listAt(items, 1)
	return &b
}

// listAt reads the list at a depth and returns what is left.
func listAt(items []wikiItem, depth int) (block, []wikiItem) {
	b := block{kind: listBlock, ordered: ordered(items[0], depth)}
	for len(items) > 0 && len(items[0].marks) >= depth {
		it := items[0]
		if len(it.marks) > depth {
			var sub block
			sub, items = listAt(items, depth+1)
			if len(b.items) == 0 {
				b.items = append(b.items, listItem{})
			}
			last := &b.items[len(b.items)-1]
			last.lists = blocksOf(append(last.lists, sub))
			continue
		}
		if depth > 1 && ordered(it, depth) != b.ordered {
			break
		}
		b.items = append(b.items, listItem{spans: tidy(readSpans(strings.Join(it.lines, "\n")))})
		items = items[1:]
	}
	return b, items
}

func ordered(it wikiItem, depth int) bool {
	return it.marks[min(depth, len(it.marks))-1] == '#'
}

func readTable(lines []string) *block {
	b := block{kind: tableBlock}
	for _, l := range lines {
		l = strings.TrimSpace(l)
		var row [][]span
		for _, cell := range splitCells(l) {
			row = append(row, tidy(oneLineSpans(readSpans(cell))))
		}
		if len(row) > 0 {
			b.rows = append(b.rows, row)
		}
	}
	return &b
}

// splitCells parts a row at its bars, not at escaped ones nor at those inside a
// link.
func splitCells(l string) []string {
	var cells []string
	var cell strings.Builder
	depth := 0
	for i := 0; i < len(l); i++ {
		switch c := l[i]; {
		case c == '\\' && i+1 < len(l):
			cell.WriteString(l[i : i+2])
			i++
			continue
		case c == '[':
			depth++
		case c == ']':
			depth = max(0, depth-1)
		case c == '|' && (depth == 0 || !strings.Contains(l[i:], "]")):
			if i > 0 && l[i-1] != '|' {
				cells = append(cells, cell.String())
			}
			cell.Reset()
			continue
		}
		cell.WriteByte(l[i])
	}
	if strings.TrimSpace(cell.String()) != "" {
		cells = append(cells, cell.String())
	}
	return cells
}
