package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk/ticket"
)

// Tool is a tool in memory, with the truth about who wrote what.
type Tool struct {
	w       *World
	name    string
	k       ToolKnobs
	items   map[string]*item
	order   []string
	posts   []post // deliveries on their way
	sent    int
	whole   *item // in the middle of a call
	late    []lateEffect
	landing bool // one of them is under way
	writes  int
	reads   int
	lates   int

	lapse  string // what right is lost
	lapsed int64  // until when
	minute int64  // of the calls counted
	calls  int
	rev    int    // counts the changes
	fuse   int    // so many points until the plugin dies
	cuts   bool   // downloads, in silence
	public bool   // everybody can read what is there
	turned int64  // since when, or since when not
	grown  bool   // it knows a state more
	slow   int64  // until when writes land after their callers gave up
	amid   func() // happens while the next poll is under way
}

const (
	home  = "c1" // the container of the team
	other = "c2"
	bot   = "hub" // the first hub and its account
)

// entry is one change of a field as it truly was.
type entry struct {
	field    ticket.Field
	from, to ticket.Native
	by       string // who did it: a person, or a hub by its name
	account  string // by which account
	version  ticket.Version
	at       int64
	late     bool // long after the call
}

type item struct {
	ref      ticket.Ref
	by       string // the account that made it
	maker    string // who did, truly
	keys     []ticket.Key
	fields   map[ticket.Field]ticket.Native // labels joined by newlines
	account  map[ticket.Field]string
	sent     map[ticket.Field]ticket.Native // with the hub's create
	version  ticket.Version
	born     int64
	updated  int64
	answered int64 // when the hub's create was answered
	log      []entry
	comments []*comment
	files    []*attachment
	deleted  bool
	retired  bool
	foreign  bool    // a hub made it that is not simulated
	copies   []*item // as it was, for stale reads
}

type comment struct {
	id      string
	version ticket.Version
	by      string // who truly
	account string
	at      int64
	text    ticket.Native
	keys    []ticket.Key
	deleted bool
	touched bool // a person edited or deleted what the hub wrote
	all     []ticket.Native
}

func newTool(w *World, name string, k ToolKnobs) *Tool {
	return &Tool{w: w, name: name, k: k, items: map[string]*item{}}
}

// stored is what the tool keeps of a text.
func (t *Tool) stored(f ticket.Field, n ticket.Native) ticket.Native {
	text := f == ticket.Title || f == ticket.Description || f == ticket.CommentText
	if t.k.Rewrites && text {
		return ticket.Native(strings.TrimSpace(strings.ReplaceAll(string(n), "~", "")))
	}
	return n
}

func (t *Tool) newItem(by, account string, fields map[ticket.Field]ticket.Native, keys ...ticket.Key) *item {
	id := strconv.Itoa(len(t.order) + 1)
	i := &item{
		ref: ticket.Ref{ID: id, Container: home, Key: t.name + "-" + id}, by: account, maker: by, keys: keys, born: t.w.clock,
		fields: map[ticket.Field]ticket.Native{ticket.State: "open"}, account: map[ticket.Field]string{ticket.State: account},
	}
	i.log = append(i.log, entry{field: ticket.State, to: "open", by: by, account: account})
	t.items[id], t.order = i, append(t.order, id)
	t.touch(i)
	for _, f := range sorted(fields) {
		t.put(i, f, fields[f], by, account)
	}
	for n := range i.log {
		i.log[n].version = i.version
	}
	t.w.tracef("%s: %s makes %s %v", t.name, by, i.ref.Key, i.fields)
	t.tell(i, account, sorted(i.fields)...)
	return i
}

// touch counts a change of an item.
func (t *Tool) touch(i *item) {
	t.keep(i)
	t.rev++
	t.w.clock++
	i.updated = t.w.clock
	switch t.k.Grain {
	case "count":
		i.version++
	case "micro":
		i.version = ticket.Version(t.w.clock)
	default:
		i.version = ticket.Version(t.w.clock / 1_000_000 * 1_000_000)
	}
}

// atOnce does several things to an item of which no copy shows a part.
func (t *Tool) atOnce(i *item, do func()) {
	t.keep(i)
	t.whole = i
	defer func() { t.whole = nil }()
	do()
}

// keep remembers an item as it is, for stale reads.
func (t *Tool) keep(i *item) {
	if t.whole == i {
		return
	}
	c := *i
	c.fields, c.account = maps.Clone(i.fields), maps.Clone(i.account)
	c.log, c.keys, c.copies = slices.Clone(i.log), slices.Clone(i.keys), nil
	c.comments = nil
	for _, m := range i.comments {
		x := *m
		c.comments = append(c.comments, &x)
	}
	c.files = nil
	for _, a := range i.files {
		x := *a
		c.files = append(c.files, &x)
	}
	i.copies = append(i.copies, &c)
	if len(i.copies) > 6 {
		i.copies = i.copies[1:]
	}
}

// set changes a field and tells, unless it is so already.
func (t *Tool) set(i *item, f ticket.Field, v ticket.Native, by, account string) {
	if i.fields[f] == t.stored(f, v) {
		return
	}
	t.touch(i)
	t.put(i, f, v, by, account)
	t.w.tracef("%s: %s (as %s) sets %s %s=%q v%d", t.name, by, account, i.ref.Key, f, i.fields[f], i.version)
	t.tell(i, account, f)
}

func (t *Tool) put(i *item, f ticket.Field, v ticket.Native, by, account string) {
	v = t.stored(f, v)
	i.log = append(i.log, entry{f, i.fields[f], v, by, account, i.version, t.w.clock, t.landing})
	i.fields[f], i.account[f] = v, account
}

// say adds a comment.
func (t *Tool) say(i *item, text ticket.Native, by, account string, keys ...ticket.Key) *comment {
	t.touch(i)
	text = t.stored(ticket.CommentText, text)
	c := &comment{id: fmt.Sprintf("%s.%d", i.ref.ID, len(i.comments)+1), version: ticket.Version(t.w.clock), by: by, account: account, at: t.w.clock, text: text, keys: keys}
	if t.k.Keyless {
		c.keys = nil
	}
	c.all = append(c.all, text)
	i.comments = append(i.comments, c)
	t.w.tracef("%s: %s (as %s) comments on %s: %s %q", t.name, by, account, i.ref.Key, c.id, text)
	t.tellComment(i, c, account)
	return c
}

func (t *Tool) rewrite(i *item, c *comment, text ticket.Native, by, account string, keys ...ticket.Key) {
	text = t.stored(ticket.CommentText, text)
	if c.text == text && len(keys) == 0 {
		return
	}
	t.touch(i)
	c.text, c.version = text, ticket.Version(t.w.clock)
	c.all = append(c.all, text)
	if len(keys) > 0 && !t.k.Keyless {
		c.keys = keys
	}
	c.touched = c.touched || by != c.by && t.w.robot(c.by)
	t.w.tracef("%s: %s (as %s) edits comment %s: %q", t.name, by, account, c.id, text)
	t.tellComment(i, c, account)
}

func (t *Tool) unsay(i *item, c *comment, by, account string) {
	if c.deleted {
		return
	}
	t.touch(i)
	c.deleted = true
	c.touched = c.touched || by != c.by && t.w.robot(c.by)
	t.w.tracef("%s: %s (as %s) deletes comment %s", t.name, by, account, c.id)
	t.tellComment(i, c, account)
}

func (t *Tool) remove(i *item, by string) {
	t.touch(i)
	i.deleted = true
	t.w.hit("deleted")
	t.w.tracef("%s: %s deletes %s", t.name, by, i.ref.Key)
	t.send(func() ticket.Change { return ticket.Change{Kind: ticket.Gone, Ref: i.ref} })
}

func (t *Tool) move(i *item) {
	t.touch(i)
	i.ref.Container = other
	t.w.hit("moved")
	t.w.tracef("%s: %s is moved", t.name, i.ref.Key)
	t.tell(i, "dana", ticket.State)
}

// alive lists the items in the order of their making.
func (t *Tool) alive() []*item {
	var list []*item
	for _, id := range t.order {
		if i := t.items[id]; !i.deleted {
			list = append(list, i)
		}
	}
	return list
}

func (i *item) live() []*comment {
	return slices.DeleteFunc(slices.Clone(i.comments), func(c *comment) bool { return c.deleted })
}

func (i *item) comment(id string) *comment {
	for _, c := range i.comments {
		if c.id == id && !c.deleted {
			return c
		}
	}
	return nil
}

func labels(n ticket.Native) []ticket.Native {
	if n == "" {
		return nil
	}
	var set []ticket.Native
	for l := range strings.SplitSeq(string(n), "\n") {
		set = append(set, ticket.Native(l))
	}
	return set
}

func joined(set []ticket.Native) ticket.Native {
	set = slices.Clone(set)
	slices.Sort(set)
	var s []string
	for _, l := range slices.Compact(set) {
		s = append(s, string(l))
	}
	return ticket.Native(strings.Join(s, "\n"))
}

func byUpdate(a, b *item) int {
	return cmp.Or(cmp.Compare(a.updated, b.updated), cmp.Compare(a.ref.ID, b.ref.ID))
}
