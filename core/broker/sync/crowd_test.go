package sync_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

func adoptAll(c *sync.Connection) { c.Adopt = sync.Adopt{All: true, Client: "nordwind"} }

// A new ticket is changed several times within a moment, and everything that the
// tool tells of it arrives ten times over and at once: it is one request, as the
// ticket is in the end.
func TestFiftyDeliveriesOfANewTicketMakeOneRequest(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		b.hooks.Flush()
		before := len(b.hooks.Sent())
		b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
		id := b.Open("Nordwind called", "Half a sentence")
		b.SetPriority(id, "P2")
		b.SetTitle(id, "Nordwind called us")
		b.Comment(id, "They called again.")
		b.SetState(id, request.Doing)
		b.hooks.Flush()
		b.shower(b.hooks.Sent()[before:], 10)
		b.decodeAtOnce()
		b.hooks.Heal()
		b.hear()
		b.poll()
		all := b.all()
		if len(all) != 1 || all[0].Title != "Nordwind called us" || all[0].Priority != "P2" || all[0].Links[0].State != request.Doing {
			t.Fatalf("%d requests: %+v", len(all), all)
		}
		if _, notes := b.request(all[0].Key); len(notes) != 1 {
			t.Errorf("%d notes, want one", len(notes))
		}
		b.adopted(all[0].Key)
	}, adoptAll)
}

// shower lets deliveries reach the door, each a number of times under a name of its
// own and all at once.
func (b *bench) shower(hooks []breakable.Hook, times int) {
	b.t.Helper()
	var all gosync.WaitGroup
	failed := make(chan error, times*len(hooks))
	for n, hook := range hooks {
		for m := range times {
			all.Go(func() {
				header := hook.Header.Clone()
				if name := b.conn.Signature.IDHeader; name != "" {
					header.Set(name, fmt.Sprintf("once-more-%d-%d", n, m))
				}
				failed <- b.engine.Receive(context.Background(), b.conn.Name, header, hook.Body)
			})
		}
	}
	all.Wait()
	close(failed)
	for err := range failed {
		must(b.t, err)
	}
}

// decodeAtOnce works off all deliveries, many at a time.
func (b *bench) decodeAtOnce() {
	b.t.Helper()
	var all gosync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, w := range b.workers {
				for more := w.Kind == store.DeliveryWork; more; {
					var err error
					if more, err = w.Step(context.Background()); err != nil {
						b.t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
}

// A ticket that somebody changes before every poll is heard of at each of them.
func TestATicketThatNeverRestsIsHeard(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.poll()
		for n := range 5 {
			title := fmt.Sprintf("Line down, take %d", n)
			b.SetTitle(id, title)
			b.poll()
			if r, _ := b.request(key); r.Title != title {
				t.Fatalf("after poll %d the hub has %q", n, r.Title)
			}
		}
		b.quiet(key)
	}, unhooked)
}

// unhooked leaves a connection to its polls.
func unhooked(c *sync.Connection) { c.Secret = "" }

// vague is a connection whose polls say which tickets changed and not how, and
// where one ticket cannot be read.
type vague struct {
	placed
	sick *string
}

func (v vague) Changes(ctx context.Context, after ticket.Cursor) iter.Seq2[ticket.Change, error] {
	return func(yield func(ticket.Change, error) bool) {
		for c, err := range v.Watcher.Changes(ctx, after) {
			if err == nil && c.Kind != ticket.Mark {
				c = ticket.Change{Kind: ticket.Look, Ref: c.Ref, Version: c.Version, Cursor: c.Cursor}
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

func (v vague) Get(ctx context.Context, r ticket.Ref, need sdk.Need) (ticket.Ticket, error) {
	if r.ID == *v.sick {
		return ticket.Ticket{}, errors.New("no answer that makes sense")
	}
	return v.Conn.Get(ctx, r, need)
}

// A poll goes on behind a ticket that cannot be read, and that ticket is read once
// it can be, though the tool never tells of it again. Meanwhile the desk sees why.
func TestATicketThatCannotBeReadIsNotForgotten(t *testing.T) {
	var sick string
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		sick = ""
		keys, ids := map[string]request.Key{}, []string{}
		for range 8 {
			key, id := b.open()
			keys[id], ids = key, append(ids, id)
		}
		b.poll()
		sick = ids[3]
		for _, id := range ids {
			b.SetTitle(id, "Changed "+id)
		}
		b.poll()
		b.wait(time.Hour)
		b.poll()
		for _, id := range ids {
			if r, _ := b.request(keys[id]); (r.Title == "Changed "+id) != (id != sick) {
				t.Errorf("%s is called %q", id, r.Title)
			}
		}
		if l := b.link(keys[sick]); l.Health != request.Failed || !strings.Contains(l.Error, "no answer that makes sense") || l.NextTryAt.IsZero() {
			t.Errorf("the link is %s: %q, next try at %v", l.Health, l.Error, l.NextTryAt)
		}
		sick = ""
		b.recover()
		for _, id := range ids {
			b.inStep(keys[id])
			if r, _ := b.request(keys[id]); r.Title != "Changed "+id {
				t.Errorf("%s is called %q", id, r.Title)
			}
		}
	}, unhooked, func(c *sync.Connection) {
		c.Conn = vague{elsewhere(c.Conn, func(*ticket.Place) {}), &sick}
	})
}

// unstable gives every answer another ETag.
func unstable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("If-None-Match")
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		maps.Copy(w.Header(), rec.Header())
		if rec.Header().Get("ETag") != "" {
			w.Header().Set("ETag", fmt.Sprintf(`W/"%d"`, rand.Int64()))
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

// ETags that never match cost calls and nothing else: no write, no history, and
// no more calls than the polls of a tool without them.
func TestETagsThatNeverMatchChangeNothing(t *testing.T) {
	k := kind{"github", true, true, func(t *testing.T, c *clock) *tool {
		server := githubtest.New(githubtest.Options{Now: c.Now})
		t.Cleanup(server.Close)
		x := connect(t, github.New(), unstable(server), atRepository(server))
		x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
		x.people = atGitHub{server.As("dana-reyes"), t, server}
		return x
	}}
	b := k.bench(t)
	key, id := b.open()
	b.hear()
	b.spent()
	b.quiet(key)
	is, calls := b.spent()
	if is.reads > 9 {
		t.Errorf("%d reads at rest: %v", is.reads, calls)
	}
	b.SetTitle(id, "Line down again")
	b.hear()
	b.inStep(key)
}

// A ticket with a very long conversation is taken over by polls though the hub
// dies again and again: every comment is one note.
func TestALongConversationIsTakenOverThoughTheHubDies(t *testing.T) {
	many := 300
	if testing.Short() {
		many = 120
	}
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		id := b.Open("Nordwind called us", "Their line is slow.")
		for n := range many {
			if b.Comment(id, fmt.Sprintf("remark %d.", n)); n%40 == 39 {
				b.die(1 + n/40)
			}
		}
		b.recover()
		all := b.all()
		if len(all) != 1 {
			t.Fatalf("%d requests", len(all))
		}
		_, notes := b.request(all[0].Key)
		said := map[string]int{}
		for _, n := range notes {
			said[strings.TrimSpace(n.Body)]++
		}
		if len(notes) != many || len(said) != many {
			t.Errorf("%d notes with %d texts, want %d", len(notes), len(said), many)
		}
		b.quiet(all[0].Key)
	}, adoptAll, unhooked)
}

// die polls and kills the hub in the nth read of the tool.
func (b *bench) die(n int) {
	b.t.Helper()
	ctx, end := context.WithCancel(b.t.Context())
	defer end()
	b.calls.Break(breakable.Break{Times: -1, Match: func(*http.Request) bool {
		if n--; n == 0 {
			end()
		}
		return false
	}})
	b.clock.Advance(time.Minute)
	for ctx.Err() == nil {
		did := b.step(ctx)
		for _, w := range b.workers {
			if w.Kind == store.PollWork && ctx.Err() == nil {
				ok, err := w.Step(ctx)
				if err != nil && ctx.Err() == nil {
					b.t.Fatal(err)
				}
				did = did || ok
			}
		}
		if !did {
			break
		}
	}
	b.calls.Heal()
	b.restart()
}

// An import of what a tool already has writes nothing anywhere and tells nobody:
// what is read is for the desk alone, and waits behind what people do.
func TestAnImportTellsNobody(t *testing.T) {
	s := together(t, map[string]kind{"noc": kinds()[1], "own-desk": kinds()[3]})
	d := s.house.Directory
	d.Clients["nordwind"] = request.Client{ID: "nordwind", Title: "Nordwind AG", Connection: "own-desk", Plugin: "servicenow"}
	const many = 25
	noc := s.tools["noc"]
	for n := range many {
		id := noc.Open(fmt.Sprint("Old case ", n), "Long ago.")
		noc.Comment(id, "looked at it")
	}
	s.hear()
	if all := s.all(); len(all) != 0 {
		t.Fatalf("%d requests before anybody asked", len(all))
	}
	s.connections[slices.IndexFunc(s.connections, func(c sync.Connection) bool { return c.Name == "noc" })].Adopt = sync.Adopt{All: true, Client: "nordwind"}
	s.restart()
	must(t, s.store.Connection(t.Context(), "noc", func(c *store.Connection) error {
		c.Cursor = "since:2000-01-01T00:00:00Z" // as the command that imports does
		return nil
	}))
	for _, x := range s.tools {
		x.spent()
	}
	s.hear()
	all := s.all()
	if len(all) != many {
		t.Errorf("%d requests, want %d", len(all), many)
	}
	for _, r := range all {
		_, notes := s.request(r.Key)
		if len(notes) != 1 || notes[0].Audience == request.ToClient || len(notes[0].Copies) != 1 || !notes[0].Copies[0].Origin || len(r.Links) != 1 || r.Links[0].Connection != "noc" {
			t.Fatalf("%s has the notes %+v and the links %+v", r.Key, *notes[0], r.Links)
		}
	}
	for name, x := range s.tools {
		if is, calls := x.spent(); is.writes != 0 {
			t.Errorf("%s was written to: %v", name, calls)
		}
	}
}
