package jira

import (
	"encoding/json"
	"strings"
)

// node is a part of a document in the format of the API's version 3.
type node struct {
	Type    string `json:"type"`
	Text    string `json:"text"`
	Content []node `json:"content"`
	Marks   []struct {
		Type  string `json:"type"`
		Attrs attrs  `json:"attrs"`
	} `json:"marks"`
	Attrs attrs `json:"attrs"`
}

type attrs struct {
	Level    int    `json:"level"`
	Language string `json:"language"`
	Href     string `json:"href"`
	URL      string `json:"url"`
	Text     string `json:"text"`
	ID       string `json:"id"`
}

// documentWiki writes a document as wiki text; "" for what is none. We read
// version 2 of the API, whose texts are wiki text, but some webhooks and proxies
// send the other form.
func documentWiki(raw []byte) string {
	var n node
	if json.Unmarshal(raw, &n) != nil || n.Type != "doc" {
		return ""
	}
	return writeWiki(blocksOf(n.blocks()))
}

func (n node) blocks() []block {
	var out []block
	for _, k := range n.Content {
		out = append(out, k.block()...)
	}
	return out
}

func (n node) block() []block {
	switch n.Type {
	case "paragraph":
		return []block{{kind: paragraph, spans: tidy(n.spans())}}
	case "heading":
		return []block{{kind: heading, level: min(6, max(1, n.Attrs.Level)), spans: tidy(n.spans())}}
	case "codeBlock":
		return []block{{kind: codeBlock, lang: cleanLang(n.Attrs.Language), text: canonical(plainText(n.spans()))}}
	case "blockquote", "panel":
		return []block{{kind: quoteBlock, kids: flatQuote(n.blocks())}}
	case "rule":
		return []block{{kind: rule}}
	case "bulletList", "orderedList":
		return []block{n.list()}
	case "table":
		return []block{n.table()}
	}
	return n.blocks()
}

func (n node) list() block {
	b := block{kind: listBlock, ordered: n.Type == "orderedList"}
	for _, k := range n.Content {
		var it listItem
		for _, inner := range k.blocks() {
			if inner.kind == listBlock {
				it.lists = append(it.lists, inner)
			} else {
				it.spans = append(append(it.spans, span{kind: lineBreak}), inner.spans...)
			}
		}
		it.spans = tidy(it.spans)
		b.items = append(b.items, it)
	}
	return b
}

func (n node) table() block {
	b := block{kind: tableBlock}
	for _, row := range n.Content {
		var cells [][]span
		for _, cell := range row.Content {
			var words []span
			for _, inner := range cell.blocks() {
				words = append(append(words, span{kind: plain, text: " "}), inner.spans...)
			}
			cells = append(cells, tidy(oneLineSpans(words)))
		}
		b.rows = append(b.rows, cells)
	}
	return b
}

func (n node) spans() []span {
	var out []span
	for _, k := range n.Content {
		out = append(out, k.span()...)
	}
	return out
}

func (n node) span() []span {
	switch n.Type {
	case "text":
		return []span{n.marked()}
	case "hardBreak":
		return []span{{kind: lineBreak}}
	case "mention":
		return []span{{kind: plain, text: "@" + strings.TrimPrefix(n.Attrs.Text, "@")}}
	case "emoji":
		return []span{{kind: plain, text: n.Attrs.Text}}
	case "inlineCard":
		return linked(n.Attrs.URL, []span{{kind: plain, text: n.Attrs.URL}})
	}
	return n.spans()
}

func (n node) marked() span {
	s := span{kind: plain, text: n.Text}
	for _, m := range n.Marks {
		switch m.Type {
		case "code":
			return span{kind: code, text: n.Text}
		case "strong":
			s = span{kind: strong, kids: []span{s}}
		case "em":
			s = span{kind: emphasis, kids: []span{s}}
		case "strike":
			s = span{kind: strike, kids: []span{s}}
		case "link":
			if address, ok := safeURL(m.Attrs.Href); ok {
				s = span{kind: link, url: address, kids: []span{s}}
			}
		}
	}
	return s
}
