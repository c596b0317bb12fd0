package sync_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// tight lets a tool say that a comment holds little.
func tight(p *ticket.Place) {
	limits := maps.Clone(p.Limits)
	if limits == nil {
		limits = map[ticket.Field]ticket.Limit{}
	}
	limits[ticket.CommentText] = ticket.Limit{Max: 900, Unit: limits[ticket.CommentText].Unit}
	p.Limits = limits
}

// room is how much a comment holds at the tool, 0 if it does not say.
func (b *bench) room() int {
	b.t.Helper()
	return got(b.conn.Conn.Ping(b.t.Context()))(b.t).Limits[ticket.CommentText].Max
}

// numbered is a note of about so many characters, every other paragraph code.
func (b *bench) numbered(size int) string {
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		fmt.Fprintf(&text, "L%05d xe-0/0/1 down: *no light*\n", i)
		if i%20 == 9 {
			text.WriteString("```\n")
		}
	}
	if strings.Count(text.String(), "```")%2 == 1 {
		text.WriteString("```\n")
	}
	return strings.TrimSpace(text.String())
}

// long is a note that takes about so many comments of the tool.
func (b *bench) long(comments float64) string {
	room := b.room()
	if room == 0 {
		room = 3000
	}
	return b.numbered(int(comments * float64(room)))
}

var lineNumber = regexp.MustCompile(`L\d{5}`)

// copied is the copy of a request's only note, as the hub has it.
func (b *bench) copied(key request.Key) request.Copy {
	b.t.Helper()
	_, notes := b.request(key)
	return notes[0].Copies[0]
}

// says checks that the newest comments of the ticket say the whole of the
// request's first note, in order and once, and returns how many they are. Where
// nothing can be edited older ones may stand above them.
func (b *bench) inParts(key request.Key) int {
	b.t.Helper()
	_, notes := b.request(key)
	n := len(notes[0].Copies[0].Comments())
	at := b.ticket(key).Comments
	if len(at) < n || len(at) > n && b.can("CommentEditor") {
		b.t.Fatalf("%d comments, want %d", len(at), n)
	}
	var said strings.Builder
	for i, c := range at[len(at)-n:] {
		mark := fmt.Sprintf("(%d/%d)", i+1, n)
		head, _, _ := strings.Cut(c.Text, "\n")
		if n > 1 && !strings.Contains(head, mark) || n == 1 && strings.Contains(c.Text, "(1/") {
			b.t.Errorf("comment %d begins %q, want %s", i+1, head, mark)
		}
		if !strings.Contains(head, "Mara Lindt") {
			b.t.Errorf("comment %d does not say who wrote it: %q", i+1, head)
		}
		said.WriteString(c.Text)
	}
	if want, is := lineNumber.FindAllString(notes[0].Body, -1), lineNumber.FindAllString(said.String(), -1); !slices.Equal(want, is) {
		b.t.Errorf("the comments say %d lines, the note %d", len(is), len(want))
	}
	b.inStep(key)
	b.quiet(key)
	return n
}

func TestALongNoteArrivesInParts(t *testing.T) {
	lengthy(t)
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
		b.rest()
		b.erase(key, "n1")
		b.do(key, request.Write{ID: "n2", Audience: request.Teams, Body: b.long(1.4)})
		b.spent()
		b.rest()
		is, calls := b.spent()
		_, notes := b.request(key)
		parts := notes[1].Copies[0].Comments()
		if writes := len(parts) + b.cost["delete"].writes; is.writes != writes || is.reads > len(parts)+b.cost["delete"].reads || (b.room() > 0) != (len(parts) > 1) {
			t.Errorf("%d parts cost %+v: %v", len(parts), is, calls)
		}
		b.restart()
		b.recover()
		if at := b.ticket(key); !b.can("CommentDeleter") && len(at.Comments) != len(parts)+2 || b.can("CommentDeleter") && len(at.Comments) != len(parts) {
			t.Errorf("%d comments, want %d parts", len(at.Comments), len(parts))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestEachPartIsWithinTheLimitAtTheTool(t *testing.T) {
	lengthy(t)
	log := map[string][]string{}
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key, _ := b.open()
		clear(log)
		words := "*_🔌_* [a|b] {x} "
		b.do(key, request.Write{Audience: request.Teams, Body: strings.Repeat(words, request.MaxText/len(words)-1)})
		b.rest()
		limit := got(b.conn.Conn.Ping(t.Context()))(t).Limits[ticket.CommentText]
		wrote := log[b.link(key).Ticket.ID]
		for i, line := range wrote {
			text := got(strconv.Unquote(strings.TrimPrefix(line, "comment ")))(t)
			n := len([]rune(text))
			if limit.Unit == "utf16" {
				n = len(utf16.Encode([]rune(text)))
			}
			if n > limit.Max || n < limit.Max*3/4 && i < len(wrote)-1 {
				t.Errorf("a comment of %d %s where %d fit", n, limit.Unit, limit.Max)
			}
		}
		if copied := b.copied(key); len(wrote) < 2 || len(copied.Comments()) != len(wrote) || copied.Error == reconcile.Shortened {
			t.Errorf("wrote %d, the hub knows %d: %s", len(wrote), len(copied.Comments()), copied.Error)
		}
	}, noted(log))
}

// nth lets a fault wait for the nth request that it matches.
func nth(n int, match func(*http.Request) bool) func(*http.Request) bool {
	return func(r *http.Request) bool {
		if !match(r) {
			return false
		}
		n--
		return n <= 0
	}
}

func TestEachPartOnceWhateverHappensToOne(t *testing.T) {
	lengthy(t)
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		long, shorter := b.long(2.4), b.long(1.4)
		fault.Match = nth(2, fault.Match)
		b.calls.Break(fault)
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: long})
		b.recover()
		b.calls.Heal()
		before := b.inParts(key)
		fault.Match = nth(2, writing)
		b.calls.Break(fault)
		b.revise(key, "n1", shorter)
		b.recover()
		b.calls.Heal()
		if after := b.inParts(key); b.room() > 0 && (after < 2 || after >= before) {
			t.Errorf("%d parts of a shorter note, %d before", after, before)
		}
	}, finds(tight))
}

func TestACrashBetweenPartsLosesNone(t *testing.T) {
	lengthy(t)
	each(t, func(t *testing.T, b *bench) {
		for n := 1; n <= 3; n++ {
			key, _ := b.open()
			b.crash(n, func() {
				b.do(key, request.Write{ID: request.NoteID(fmt.Sprintf("n%d", n)), Audience: request.Teams, Body: b.long(2.4)})
			})
			b.recover()
			b.inParts(key)
			b.crash(n, func() { b.revise(key, request.NoteID(fmt.Sprintf("n%d", n)), "short L00000") })
			b.recover()
			b.inParts(key)
		}
	}, finds(tight))
}

func TestAnEditMakesMorePartsOrFewer(t *testing.T) {
	lengthy(t)
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "L00000 for now"})
		b.hear()
		first := b.copied(key).CommentID
		parts := 1
		for _, size := range []float64{1.4, 3.2, 2.4, 0.5, 1.4} {
			was := parts
			b.clock.Advance(time.Minute)
			b.revise(key, "n1", b.long(size))
			b.spent()
			b.rest()
			is, calls := b.spent()
			parts = b.inParts(key)
			least := parts
			if b.can("CommentEditor") {
				least = max(parts, was)
			}
			if is.writes != least {
				t.Errorf("%d parts become %d: %d writes, want %d: %v", was, parts, is.writes, least, calls)
			}
			if b.can("CommentEditor") && b.copied(key).CommentID != first {
				t.Error("the first comment is another one")
			}
		}
		b.erase(key, "n1")
		b.recover()
		if at := b.ticket(key); b.can("CommentDeleter") && len(at.Comments) != 0 {
			t.Errorf("%d comments of a deleted note", len(at.Comments))
		}
		if c := b.copied(key); b.can("CommentDeleter") && (c.State != request.CopyDeleted || len(c.Comments()) != 0) {
			t.Errorf("the copy is %+v", c)
		}
		b.inStep(key)
		b.quiet(key)
	}, finds(tight))
}

// What a person does to one part is theirs until the desk says something new:
// then all of that is there, once.
func TestAPersonChangesOnePart(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		team, editable := b.people.(editors)
		if !editable || b.room() == 0 {
			return
		}
		key, id := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: b.long(3.2)})
		b.rest()
		ids := b.copied(key).Comments()
		b.clock.Advance(time.Minute)
		team.EditComment(id, ids[0], "never mind")
		team.DeleteComment(id, ids[1])
		b.hear()
		b.poll()
		b.quiet(key)
		c := b.copied(key)
		if left := b.ticket(key); len(left.Comments) != len(ids)-1 || left.says("never mind") != 1 || c.State != request.CopyDelivered || !strings.Contains(c.Error, "1 of") {
			t.Errorf("%d comments of %d left, the copy is %s %q", len(left.Comments), len(ids), c.State, c.Error)
		}
		told := slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.Field == "comment" && strings.Contains(e.To, "never mind") })
		if _, notes := b.request(key); !told || len(notes) != 1 {
			t.Errorf("told %v, %d notes", told, len(notes))
		}
		b.revise(key, "n1", b.long(3.4))
		b.hear()
		if n := b.inParts(key); n < 3 || b.copied(key).Error != "" {
			t.Errorf("%d parts, %q", n, b.copied(key).Error)
		}
		for _, comment := range b.copied(key).Comments() {
			team.DeleteComment(id, comment)
		}
		b.hear()
		b.poll()
		b.poll()
		if c := b.copied(key); c.State != request.CopyDeleted {
			t.Errorf("the copy is %+v", c)
		}
		b.quiet(key)
	}, finds(tight))
}
