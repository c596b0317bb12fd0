package sdktest

import (
	"maps"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// poll ranges the changes after a cursor, at most limit of them (0: all).
func (b *bench) poll(after sdk.Cursor, limit int) []sdk.Change {
	b.Helper()
	var got []sdk.Change
	marks := 0
	for c, err := range need[sdk.Watcher](b).Changes(b.ctx, after) {
		b.must("poll", err)
		if c.Cursor == "" {
			b.Fatalf("poll: a %s has no cursor", c.Kind)
		}
		if c.Kind == ticket.Mark {
			marks++
		} else if c.Ref.ID == "" || c.Ref.Container == "" {
			b.Errorf("poll: a %s names no ticket: %+v", c.Kind, c.Ref)
		}
		if got = append(got, c); len(got) == limit {
			break
		}
	}
	if marks > 1 || len(got) == 0 {
		b.Fatalf("poll: %d changes with %d marks; a poll yields something and at most one mark", len(got), marks)
	}
	return got
}

func last(changes []sdk.Change) sdk.Cursor { return changes[len(changes)-1].Cursor }

func ids(changes ...[]sdk.Change) map[string]bool {
	seen := map[string]bool{}
	for _, c := range slices.Concat(changes...) {
		if c.Kind != ticket.Mark {
			seen[c.Ref.ID] = true
		}
	}
	return seen
}

func covers(seen, want map[string]bool) bool {
	for id := range want {
		if !seen[id] {
			return false
		}
	}
	return true
}

func pollEmpty(b *bench) {
	cursor := sdk.Cursor("")
	for range 3 {
		got := b.poll(cursor, 0)
		if len(got) != 1 || got[0].Kind != ticket.Mark {
			b.Fatalf("an empty tool gave %+v, want one mark", got)
		}
		cursor = last(got)
	}
}

func pollResumes(b *bench) {
	start := last(b.poll("", 0))
	touched := b.manyChanges()
	var whole []sdk.Change
	b.eventually("every change is polled", func() bool {
		whole = b.poll(start, 0)
		return covers(ids(whole), touched)
	})
	for n := 1; n <= len(whole); n++ {
		head := b.poll(start, n)
		rest := b.poll(last(head), 0)
		if seen := ids(head, rest); !covers(seen, touched) {
			b.Errorf("stopped after %d of %d and resumed: saw %v, want %v",
				n, len(whole), slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(touched)))
		}
	}
	late := map[string]bool{b.People.Create("One more", "After the poll.").ID: true}
	b.eventually("a later change is polled", func() bool { return covers(ids(b.poll(last(whole), 0)), late) })
	imported := b.poll("since:2001-01-01T00:00:00Z", 0)
	if !covers(ids(imported), touched) {
		b.Errorf("an import saw %v, want %v", ids(imported), touched)
	}
}

// manyChanges lets people do some of everything and returns the tickets touched.
func (b *bench) manyChanges() map[string]bool {
	touched := map[string]bool{}
	for _, title := range []string{"First", "Second", "Third", "Fourth"} {
		r := b.People.Create(title, "Text.")
		touched[r.ID] = true
		switch title {
		case "First":
			b.People.Comment(r, "A word.")
		case "Second":
			b.People.SetTitle(r, "Second, renamed")
		case "Third":
			b.People.SetState(r, "in_progress")
		}
	}
	return touched
}
