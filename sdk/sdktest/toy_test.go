package sdktest_test

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// toy is a tool in memory together with the people who work in it.
type toy struct {
	mu      sync.Mutex
	seq     int64
	tickets []*sdk.Ticket
}

var us, dana = &sdk.Actor{ID: "bot", Self: true}, &sdk.Actor{ID: "dana"}

func (t *toy) add(by *sdk.Actor, key sdk.Key, title, text sdk.Native) sdk.Ticket {
	t.mu.Lock()
	defer t.mu.Unlock()
	id := strconv.Itoa(len(t.tickets) + 1)
	made := &sdk.Ticket{Ref: sdk.Ref{ID: id, Container: "box", Key: "#" + id, URL: "toy:" + id}, By: by, LogAfter: -1, AllComments: true, Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: title}, ticket.Description: {Native: text}, ticket.State: {Native: "todo"},
	}}
	if key != "" {
		made.Keys = []sdk.Key{key}
	}
	t.tickets = append(t.tickets, made)
	return t.changed(made)
}

func (t *toy) changed(x *sdk.Ticket) sdk.Ticket {
	t.seq++
	x.Version = sdk.Version(t.seq)
	return copied(x)
}

func copied(x *sdk.Ticket) sdk.Ticket {
	out := *x
	out.Cells, out.Comments = map[sdk.Field]sdk.Cell{}, slices.Clone(x.Comments)
	maps.Copy(out.Cells, x.Cells)
	return out
}

func (t *toy) change(id string, f func(*sdk.Ticket)) (sdk.Ticket, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range t.tickets {
		if x.Ref.ID == id {
			f(x)
			return t.changed(x), true
		}
	}
	return sdk.Ticket{}, false
}

func (t *toy) list(fits func(*sdk.Ticket) bool) []sdk.Ticket {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []sdk.Ticket
	for _, x := range t.tickets {
		if fits(x) {
			out = append(out, copied(x))
		}
	}
	slices.SortFunc(out, func(a, b sdk.Ticket) int { return int(a.Version - b.Version) })
	return out
}

func (t *toy) say(by *sdk.Actor, r sdk.Ref, k sdk.Key, text sdk.Native) (sdk.Comment, bool) {
	var c sdk.Comment
	_, ok := t.change(r.ID, func(x *sdk.Ticket) {
		c = sdk.Comment{ID: "c" + strconv.Itoa(len(x.Comments)+1), By: by, Native: text, Markdown: string(text)}
		if k != "" {
			c.Keys = []sdk.Key{k}
		}
		x.Comments = append(x.Comments, c)
	})
	return c, ok
}

// People.
func (t *toy) Create(title, text string) sdk.Ref {
	return t.add(dana, "", sdk.Native(title), sdk.Native(text)).Ref
}
func (t *toy) SetTitle(r sdk.Ref, s string) { t.set(r, ticket.Title, s) }
func (t *toy) SetState(r sdk.Ref, s string) { t.set(r, ticket.State, s) }
func (t *toy) set(r sdk.Ref, f sdk.Field, s string) {
	t.change(r.ID, func(x *sdk.Ticket) { x.Cells[f] = sdk.Cell{Native: sdk.Native(s)} })
}
func (t *toy) Comment(r sdk.Ref, s string) string {
	c, _ := t.say(dana, r, "", sdk.Native(s))
	return c.ID
}
func (t *toy) Tickets() int { return len(t.list(func(*sdk.Ticket) bool { return true })) }
func (t *toy) Comments(r sdk.Ref) int {
	return len(t.list(func(x *sdk.Ticket) bool { return x.Ref.ID == r.ID })[0].Comments)
}
func (t *toy) Delete(r sdk.Ref) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tickets = slices.DeleteFunc(t.tickets, func(x *sdk.Ticket) bool { return x.Ref.ID == r.ID })
}

type toyConfig struct {
	Token settings.Secret `name:"token"`
}

// toyConnector joins the tool that tool points at, with one mistake.
func toyConnector(tool **toy, mistake string) sdk.Connector {
	m := sdk.Manifest{Name: "toy", Title: "Toy", Version: "1", MapVersion: "1", Can: sdk.Capabilities(&toyConn{})}
	if mistake == "boasts" {
		m.Can = append(m.Can, "Retirer")
	}
	return sdk.Define(m, func(ctx context.Context, c toyConfig, h sdk.Host) (sdk.Conn, error) {
		if mistake == "logs the token" {
			h.Log.InfoContext(ctx, "signing in", "token", c.Token.Reveal())
		}
		if mistake == "leaks" {
			go func() { select {} }()
		}
		return &toyConn{tool: *tool, mistake: mistake}, nil
	})
}

type toyConn struct {
	tool    *toy
	mistake string
}

func (c *toyConn) Close() error { return nil }

func (c *toyConn) Ping(context.Context) (sdk.Place, error) {
	p := sdk.Place{Self: *us, Containers: []sdk.Container{{ID: "box"}}}
	if c.mistake == "hides what it may not do" || c.mistake == "says no remedy" {
		p.Can = slices.DeleteFunc(sdk.Capabilities(c), func(name string) bool { return name == "Editor" })
	}
	if c.mistake == "says no remedy" {
		p.Problems = []sdk.Problem{{Lacks: []string{"Editor"}, What: "The account may not edit tickets in the box."}}
	}
	return p, nil
}

func (c *toyConn) Get(_ context.Context, r sdk.Ref, _ sdk.Need) (sdk.Ticket, error) {
	found := c.tool.list(func(x *sdk.Ticket) bool { return x.Ref.ID == r.ID })
	if len(found) == 0 && c.mistake != "makes up tickets" {
		return sdk.Ticket{}, fault.Errorf(fault.NotFound, "get", "no ticket %s", r.ID)
	}
	return append(found, sdk.Ticket{})[0], nil
}

func (c *toyConn) Create(_ context.Context, d sdk.Draft) (sdk.Ticket, error) {
	if c.mistake == "forgets the key" {
		d.Key = ""
	}
	return c.tool.add(us, d.Key, d.Cells[ticket.Title].Native, d.Cells[ticket.Description].Native), nil
}

func (c *toyConn) Find(_ context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	return c.tool.list(func(x *sdk.Ticket) bool { return slices.Contains(x.Keys, k) }), nil
}

func (c *toyConn) Edit(_ context.Context, r sdk.Ref, _ sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	t, _ := c.tool.change(r.ID, func(x *sdk.Ticket) {
		for f, n := range p.Set {
			if c.mistake == "shortens" {
				n = sdk.Native(strings.Fields(string(n))[0])
			}
			x.Cells[f] = sdk.Cell{Native: n}
		}
	})
	return t, nil
}

func (c *toyConn) Comment(_ context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	by := us
	if c.mistake == "speaks as another" {
		by = dana
	}
	said, _ := c.tool.say(by, r, k, d.Native)
	return said, nil
}

func (c *toyConn) Changes(_ context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		after, _ := strconv.ParseInt(string(from), 10, 64)
		if from == "" {
			after = c.tool.seq
		}
		found := c.tool.list(func(x *sdk.Ticket) bool { return int64(x.Version) > after })
		for _, t := range found {
			at := int64(t.Version)
			if c.mistake == "runs ahead" {
				at = int64(found[len(found)-1].Version)
			}
			if !yield(sdk.Change{Kind: ticket.Look, Ref: t.Ref, Cursor: sdk.Cursor(strconv.FormatInt(at, 10))}, nil) {
				return
			}
		}
		if len(found) == 0 && c.mistake != "says nothing" {
			yield(sdk.Change{Kind: ticket.Mark, Cursor: sdk.Cursor(strconv.FormatInt(after, 10))}, nil)
		}
	}
}
