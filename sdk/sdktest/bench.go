package sdktest

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// need skips the check where the connection lacks the capability T.
func need[T any](b *bench) T {
	b.Helper()
	c, ok := sdk.As[T](b.conn)
	if !ok {
		b.Skipf("the connector has no %s", sdk.CapabilityName[T]())
	}
	return c
}

// newKey returns a key of the hub's form that no other check uses.
func newKey() sdk.Key { return sdk.Key("t1-" + strings.ToLower(rand.Text()[:8]) + "-0a1b2c3d") }

func (b *bench) place() sdk.Place {
	b.Helper()
	p, err := b.conn.Ping(b.ctx)
	b.must("ping", err)
	return p
}

func (b *bench) must(what string, err error) {
	b.Helper()
	if err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

func (b *bench) get(r sdk.Ref, n sdk.Need) sdk.Ticket {
	b.Helper()
	t, err := b.conn.Get(b.ctx, r, n)
	b.must("get", err)
	return t
}

// native says text in the tool's markup.
func (b *bench) native(f sdk.Field, text string) sdk.Native {
	b.Helper()
	r, ok := sdk.As[sdk.Renderer](b.conn)
	if !ok {
		return sdk.Native(text)
	}
	n, err := r.Render(b.ctx, []sdk.Text{{Field: f, Markdown: text}})
	b.must("render", err)
	if len(n) != 1 {
		b.Fatalf("render: %d answers for one text", len(n))
	}
	return n[0]
}

func (b *bench) draft(k sdk.Key) sdk.Draft {
	b.Helper()
	return sdk.Draft{Key: k, Container: b.Container, Cells: map[sdk.Field]sdk.Cell{
		ticket.Title:       {Native: "Link down between FRA3 and AMS1"},
		ticket.Description: {Native: b.native(ticket.Description, "Since 04:10 UTC there is no light on port 3.")},
	}}
}

// ours makes a ticket through the connector where it can, else by people, and
// returns its ref and key.
func (b *bench) ours() (sdk.Ref, sdk.Key) {
	b.Helper()
	c, ok := sdk.As[sdk.Creator](b.conn)
	if !ok {
		return b.People.Create("Link down", "No light on port 3."), ""
	}
	k := newKey()
	t, err := c.Create(b.ctx, b.draft(k))
	b.must("create", err)
	return t.Ref, k
}

// find looks for a key until the tool's search has caught up with n tickets.
func (b *bench) find(k sdk.Key, n int) []sdk.Ticket {
	b.Helper()
	f := need[sdk.Finder](b)
	var found []sdk.Ticket
	b.eventually("find", func() bool {
		var err error
		found, err = f.Find(b.ctx, k)
		b.must("find", err)
		return len(found) >= n
	})
	if len(found) != n {
		b.Fatalf("find: %d tickets carry the key, want %d", len(found), n)
	}
	for _, t := range found {
		if !slices.Contains(t.Keys, k) {
			b.Errorf("find: ticket %s does not show the key that it was found by", t.Ref.Key)
		}
	}
	return found
}

// eventually polls a condition for ten seconds.
func (b *bench) eventually(what string, ok func() bool) {
	b.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline.C:
			b.Fatalf("%s: not in ten seconds", what)
		case <-tick.C:
		}
	}
}

// class checks that err is a fault of one of the classes and holds no secret.
func (b *bench) class(what string, err error, want ...fault.Class) {
	b.Helper()
	if err == nil {
		b.Fatalf("%s: no error, want %v", what, want)
	}
	b.noSecret(what, err.Error())
	if !slices.Contains(want, fault.ClassOf(err)) {
		b.Errorf("%s: got %q (%v), want %v", what, fault.ClassOf(err), err, want)
	}
}

// breaks skips the check where faults cannot be injected.
func (b *bench) breaks(f breakable.Break) {
	b.Helper()
	if b.Calls == nil {
		b.Skip("the subject has no Calls to break")
	}
	b.Calls.Break(f)
}

// writing matches the requests that change something at the tool.
func (b *bench) writing(r *http.Request) bool {
	if b.Writes != nil {
		return b.Writes(r)
	}
	return breakable.Write(r.Method)
}

// wait receives from c within ten seconds.
func wait[T any](b *bench, what string, c <-chan T) T {
	b.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	select {
	case v := <-c:
		return v
	case <-deadline.C:
		b.Fatalf("%s: not in ten seconds", what)
		panic("unreachable")
	}
}
