package sdktest

import (
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

func createFound(b *bench) {
	c, key := need[sdk.Creator](b), newKey()
	d := b.draft(key)
	made, err := c.Create(b.ctx, d)
	b.must("create", err)
	if made.Ref.ID == "" || made.Ref.Container == "" || made.Ref.Key == "" || made.Ref.URL == "" {
		b.Errorf("the ref is incomplete: %+v", made.Ref)
	}
	if n := b.People.Tickets(); n != 1 {
		b.Fatalf("the tool has %d tickets, want 1", n)
	}
	found := b.find(key, 1)[0]
	if found.Ref.ID != made.Ref.ID || found.Ref.Container != made.Ref.Container {
		b.Errorf("found %+v, made %+v", found.Ref, made.Ref)
	}
	read := b.get(made.Ref, sdk.Need{})
	b.shows(read, ticket.Title, d.Cells[ticket.Title].Native)
	if read.By == nil || !read.By.Self {
		b.Errorf("the creator is %+v, want ourselves", read.By)
	}
	if !slices.Contains(read.Keys, key) {
		b.Errorf("the ticket's keys are %v, want %q", read.Keys, key)
	}
	b.agree("the answer of create", made, read)
	if none, err := need[sdk.Finder](b).Find(b.ctx, newKey()); err != nil || len(none) != 0 {
		b.Errorf("find of another key: %d tickets, error %v", len(none), err)
	}
}

func createLost(b *bench) {
	c, key := need[sdk.Creator](b), newKey()
	d := b.draft(key)
	b.breaks(breakable.Break{Match: b.writing, DropReply: true})
	_, err := c.Create(b.ctx, d)
	b.class("create without a reply", err, fault.Uncertain, fault.Misread)
	b.Calls.Heal()
	b.find(key, 1)
	if n := b.People.Tickets(); n != 1 {
		b.Errorf("the tool has %d tickets, want 1", n)
	}
}

func twins(b *bench) {
	c, r, key := need[sdk.Creator](b), need[sdk.Retirer](b), newKey()
	var made [2]sdk.Ticket
	for i := range made {
		var err error
		made[i], err = c.Create(b.ctx, b.draft(key))
		b.must("create", err)
	}
	b.find(key, 2)
	b.must("retire", r.Retire(b.ctx, made[1].Ref, made[0].Ref))
	if n := b.People.Tickets(); n != 1 {
		b.Errorf("the tool has %d open tickets, want 1", n)
	}
	b.get(made[0].Ref, sdk.Need{})
	if left, err := b.conn.Get(b.ctx, made[1].Ref, sdk.Need{}); err == nil && left.Was == nil && len(left.Keys) == 0 {
		b.Errorf("the retired twin carries no key any more: it looks like a ticket of people's")
	}
}

func edit(b *bench) {
	e := need[sdk.Editor](b)
	ref, key := b.ours()
	before := b.get(ref, sdk.Need{})
	patch := sdk.Patch{
		Set: map[sdk.Field]sdk.Native{ticket.Title: "Link down, splice broken"},
		Pre: map[sdk.Field]sdk.Native{ticket.Title: before.Cells[ticket.Title].Native},
	}
	answer, err := e.Edit(b.ctx, ref, key, patch)
	b.must("edit", err)
	after := b.get(ref, sdk.Need{})
	b.shows(after, ticket.Title, "Link down, splice broken")
	b.agree("the answer of edit", answer, after)
	if after.Version < before.Version {
		b.Errorf("the version fell from %d to %d", before.Version, after.Version)
	}
}

func editKeepsKey(b *bench) {
	e, _ := need[sdk.Editor](b), need[sdk.Creator](b)
	ref, key := b.ours()
	text := b.native(ticket.Description, "A second text.")
	_, err := e.Edit(b.ctx, ref, key, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Description: text}})
	b.must("edit", err)
	after := b.get(ref, sdk.Need{})
	b.shows(after, ticket.Description, text)
	if !slices.Contains(after.Keys, key) {
		b.Errorf("after an edit of the description the keys are %v, want %q", after.Keys, key)
	}
	b.find(key, 1)
}

func editState(b *bench) {
	e, c := need[sdk.Editor](b), need[sdk.Cataloger](b)
	ref, key := b.ours()
	codes, err := c.Catalog(b.ctx, ref.Container)
	b.must("catalog", err)
	for _, want := range []string{"in_progress", "done"} {
		at := slices.IndexFunc(codes, func(c sdk.Code) bool { return c.Field == ticket.State && c.Value == want && c.Write })
		if at < 0 {
			continue
		}
		now := b.get(ref, sdk.Need{}).Cells[ticket.State].Native
		answer, err := e.Edit(b.ctx, ref, key, sdk.Patch{
			Set: map[sdk.Field]sdk.Native{ticket.State: codes[at].Native},
			Pre: map[sdk.Field]sdk.Native{ticket.State: now},
		})
		b.must("edit the state to "+want, err)
		after := b.get(ref, sdk.Need{})
		b.agree("the answer of edit", answer, after)
		if got := valueOf(codes, after.Cells[ticket.State].Native); got != want {
			b.Errorf("the state reads as %q, want %q", got, want)
		}
	}
}

func valueOf(codes []sdk.Code, n sdk.Native) string {
	for _, c := range codes {
		if c.Field == ticket.State && c.Native == n {
			return c.Value
		}
	}
	return ""
}

func editLost(b *bench) {
	e := need[sdk.Editor](b)
	ref, key := b.ours()
	b.breaks(breakable.Break{Match: b.writing, DropReply: true})
	_, err := e.Edit(b.ctx, ref, key, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Changed"}})
	b.class("edit without a reply", err, fault.Uncertain, fault.Misread)
}

// shows checks that a read says a field's value.
func (b *bench) shows(t sdk.Ticket, f sdk.Field, want sdk.Native) {
	b.Helper()
	c, ok := t.Cells[f]
	if !ok {
		b.Errorf("the read does not show %s", f)
	} else if c.Native != want {
		b.Errorf("%s reads as %q, want %q", f, c.Native, want)
	}
}

// agree checks that what an answer showed is what a read shows.
func (b *bench) agree(what string, answer, read sdk.Ticket) {
	b.Helper()
	for f, c := range answer.Cells {
		if got, ok := read.Cells[f]; ok && (got.Native != c.Native || !slices.Equal(got.Set, c.Set)) {
			b.Errorf("%s shows %s as %q %v, a read as %q %v", what, f, c.Native, c.Set, got.Native, got.Set)
		}
	}
}
