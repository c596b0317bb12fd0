package jira

import (
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
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
	Order    int    `json:"order"`
	State    string `json:"state"`
	Title    string `json:"title"`
	Alt      string `json:"alt"`
	Name     string `json:"shortName"`
	Time     loose  `json:"timestamp"` // in milliseconds
}

// documentWiki writes a document as wiki text; "" for what is none. We read
// version 2 of the API, whose texts are wiki text, but some webhooks and proxies
// send the other form.
func documentWiki(raw []byte) string {
	var n node
	var odd *json.UnmarshalTypeError // an attribute of another kind: the rest is read
	if err := json.Unmarshal(raw, &n); err != nil && !errors.As(err, &odd) || n.Type != "doc" {
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
	case "bulletList", "orderedList", "taskList", "decisionList":
		return n.list()
	case "table":
		return []block{n.table()}
	case "expand", "nestedExpand":
		return append([]block{{kind: paragraph, spans: tidy([]span{{kind: plain, text: n.Attrs.Title}})}}, n.blocks()...)
	}
	if len(n.Content) == 0 { // a card, a picture, or what came after this was written
		return []block{{kind: paragraph, spans: tidy(n.span())}}
	}
	return n.blocks()
}

// list reads a list. What an item holds beside words and lists stands after it.
func (n node) list() []block {
	b := block{kind: listBlock, ordered: n.Type == "orderedList" && n.Attrs.Order <= 1}
	var after []block
	for i, k := range n.Content {
		it := listItem{spans: n.lead(i, k)}
		if k.Type == "taskItem" || k.Type == "decisionItem" {
			it.spans = append(it.spans, k.spans()...)
			k.Content = nil
		}
		for _, inner := range k.blocks() {
			switch inner.kind {
			case listBlock:
				it.lists = append(it.lists, inner)
			case paragraph, heading:
				it.spans = append(append(it.spans, inner.spans...), span{kind: lineBreak})
			default:
				after = append(after, inner)
			}
		}
		it.spans = tidy(it.spans)
		b.items = append(b.items, it)
	}
	return append([]block{b}, after...)
}

// lead is what stands before the words of an item: a number that Jira's markup
// cannot say, or whether a task is done.
func (n node) lead(i int, item node) []span {
	text := ""
	switch {
	case n.Type == "orderedList" && n.Attrs.Order > 1:
		text = strconv.Itoa(n.Attrs.Order+i) + ". "
	case item.Type == "taskItem" && item.Attrs.State == "DONE":
		text = "[x] "
	case item.Type == "taskItem":
		text = "[ ] "
	}
	return []span{{kind: plain, text: text}}
}

func (n node) table() block {
	b := block{kind: tableBlock}
	for _, row := range n.Content {
		var cells [][]span
		for _, cell := range row.Content {
			var words []span
			for _, inner := range cell.blocks() {
				words = append(words, inner.words()...)
			}
			cells = append(cells, tidy(oneLineSpans(words)))
		}
		b.rows = append(b.rows, cells)
	}
	return b
}

// words is what a block says where there is no room for one.
func (b block) words() []span {
	out := append([]span{{kind: plain, text: " "}}, b.spans...)
	if b.text != "" {
		out = append(out, span{kind: code, text: oneLineCode(b.text)})
	}
	for _, k := range b.kids {
		out = append(out, k.words()...)
	}
	for _, it := range b.items {
		out = append(append(out, span{kind: plain, text: " "}), it.spans...)
		for _, l := range it.lists {
			out = append(out, l.words()...)
		}
	}
	for _, row := range b.rows {
		for _, cell := range row {
			out = append(append(out, span{kind: plain, text: " "}), cell...)
		}
	}
	return out
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
		return []span{{kind: plain, text: "@" + strings.TrimPrefix(cmp.Or(n.Attrs.Text, n.Attrs.ID), "@")}}
	case "emoji":
		return []span{{kind: plain, text: cmp.Or(n.Attrs.Text, n.Attrs.Name)}}
	case "inlineCard", "blockCard", "embedCard":
		return linked(n.Attrs.URL, []span{{kind: plain, text: n.Attrs.URL}})
	case "date":
		return []span{{kind: plain, text: day(string(n.Attrs.Time))}}
	case "media", "mediaInline":
		return []span{{kind: plain, text: "(" + cmp.Or(n.Attrs.Alt, "file "+n.Attrs.ID) + ")"}}
	}
	if len(n.Content) == 0 {
		return []span{{kind: plain, text: n.Attrs.Text}}
	}
	return n.spans()
}

// day is a time in milliseconds as a date, else as it is.
func day(milliseconds string) string {
	ms, err := strconv.ParseInt(milliseconds, 10, 64)
	if err != nil {
		return milliseconds
	}
	return time.UnixMilli(ms).UTC().Format(time.DateOnly)
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
