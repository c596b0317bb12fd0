package redmine_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func asFault(err error, into **fault.Error) bool { return errors.As(err, into) }

// listing answers as Redmine on PostgreSQL does: it keeps fractions of seconds
// and shows none. Issues change between the pages of a list.
type listing struct {
	mu      sync.Mutex
	changed map[int]time.Time
	between func(l *listing) // called before each list
	posted  map[string]any
}

const recordedIssue = `{"issue":{"id":7,"project":{"id":1,"name":"Support"},"status":{"id":1,"name":"New"},"author":{"id":5,"name":"Bot"},"subject":"x","description":"It burns","updated_on":"2026-11-22T00:03:09Z","created_on":"2026-11-22T00:03:09Z","custom_fields":[{"id":3,"name":"spochub","value":"k-1"},{"id":4,"name":"Sites","multiple":true,"value":["b","a"]},{"id":6,"name":"Rack","value":null}]}}`

func (l *listing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case r.URL.Path == "/users/current.json":
		_, _ = w.Write([]byte(`{"user":{"id":5,"login":"bot","admin":true}}`))
	case strings.HasPrefix(r.URL.Path, "/projects/"):
		_, _ = w.Write([]byte(`{"project":{"id":1,"identifier":"support","issue_custom_fields":[{"id":3,"name":"spochub"},{"id":4,"name":"Sites"},{"id":6,"name":"Rack"}]}}`))
	case r.Method == http.MethodPost:
		l.posted = nil
		_ = json.NewDecoder(r.Body).Decode(&l.posted)
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(recordedIssue))
	case r.URL.Path == "/issues.json" && r.URL.Query().Has("cf_3"):
		issue := strings.TrimSuffix(strings.TrimPrefix(recordedIssue, `{"issue":`), "}")
		_, _ = fmt.Fprintf(w, `{"issues":[%s,%s],"total_count":2}`, issue, strings.Replace(issue, "k-1", "k-2", 1))
	case r.URL.Path == "/issues.json":
		if l.between != nil {
			l.between(l)
		}
		l.list(w, r.URL.Query())
	}
}

func (l *listing) list(w http.ResponseWriter, q url.Values) {
	ids := slices.Sorted(maps.Keys(l.changed))
	if strings.HasPrefix(q.Get("sort"), "updated_on") {
		slices.SortStableFunc(ids, func(a, b int) int { return l.changed[a].Compare(l.changed[b]) })
	}
	if strings.Contains(q.Get("sort"), "desc") {
		slices.Reverse(ids)
	}
	from, to := bounds(q.Get("updated_on"))
	least, _ := strconv.Atoi(strings.TrimPrefix(cmp.Or(q.Get("issue_id"), ">=0"), ">="))
	rows := []string{}
	for _, id := range ids {
		if at := l.changed[id]; at.After(from) && !at.After(to) && id >= least && len(rows) < 100 {
			rows = append(rows, fmt.Sprintf(`{"id":%d,"project":{"id":1},"updated_on":%q}`, id, at.Format(time.RFC3339)))
		}
	}
	_, _ = fmt.Fprintf(w, `{"issues":[%s],"total_count":%d}`, strings.Join(rows, ","), len(ids))
}

// bounds are exclusive below, by a second less, and inclusive above.
func bounds(filter string) (from, to time.Time) {
	to = time.Unix(1<<40, 0)
	if low, ok := strings.CutPrefix(filter, ">="); ok {
		from, _ = time.Parse(time.RFC3339, low)
	}
	if both, ok := strings.CutPrefix(filter, "><"); ok {
		low, high, _ := strings.Cut(both, "|")
		from, _ = time.Parse(time.RFC3339, low)
		to, _ = time.Parse(time.RFC3339, high)
	}
	return from.Add(-time.Second), to
}

func (l *listing) open(t *testing.T, more settings.Raw) sdk.Conn {
	t.Helper()
	door := httptest.NewServer(l)
	t.Cleanup(door.Close)
	raw := settings.Raw{"base_url": door.URL, "api_key": "k", "project": "support"}
	maps.Copy(raw, more)
	c, err := redmine.New().Open(t.Context(), raw, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever changes when, however many in one second and while a poll pages
// through them: polls that follow one another miss no last change.
func TestPollMissesNothing(t *testing.T) {
	l := &listing{}
	w := as[sdk.Watcher](t, l.open(t, nil))
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
		l.changed = map[int]time.Time{}
		touch := func(l *listing, n int) {
			for range n {
				id := rapid.IntRange(1, 400).Draw(t, "id")
				now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 30, 400, 1000}).Draw(t, "ms")) * time.Millisecond)
				l.changed[id] = now
			}
		}
		seen := map[int]int64{}
		cursor := sdk.Cursor("since:2026-01-01T00:00:00Z")
		poll := func() {
			for c, err := range w.Changes(t.Context(), cursor) {
				if err != nil {
					t.Fatal(err)
				}
				if id, err := strconv.Atoi(c.Ref.ID); err == nil {
					seen[id] = int64(c.Version)
				}
				cursor = c.Cursor
			}
		}
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			if rapid.Bool().Draw(t, "bulk") {
				for id := range rapid.IntRange(1, 350).Draw(t, "crowd") {
					l.changed[id+1] = now.Add(time.Duration(id) * time.Microsecond)
				}
			}
			touch(l, rapid.IntRange(0, 5).Draw(t, "before"))
			l.between = func(l *listing) { touch(l, rapid.IntRange(0, 2).Draw(t, "between")) }
			poll()
			l.between = nil
			poll()
		}
		for id, at := range l.changed {
			if want := at.Truncate(time.Second).UnixMicro(); seen[id] != want {
				t.Fatalf("issue %d changed at %v, last told %v", id, at, time.UnixMicro(seen[id]).UTC())
			}
		}
		poll() // looks once more at what changed last
		if cursor2 := cursor; len(l.changed) > 0 {
			poll()
			if cursor != cursor2 {
				t.Fatalf("an idle poll moved the cursor from %s to %s", cursor2, cursor)
			}
		}
	})
}

// With a custom field for the key, the description is the text alone and a hit
// of the search counts only if the field says so.
func TestKeyField(t *testing.T) {
	l := &listing{}
	c := l.open(t, settings.Raw{"key_field": "spochub"})
	made, err := as[sdk.Creator](t, c).Create(t.Context(), sdk.Draft{Key: "k-1", Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: "x"}, ticket.Description: {Native: "It burns"}, "x.Sites": {Native: "a\nb"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(made.Keys, []sdk.Key{"k-1"}) || made.Cells["x.Sites"].Native != "b\na" || made.Cells["x.Rack"].Native != "" {
		t.Errorf("made %+v", made)
	}
	if _, has := made.Cells["x.spochub"]; has {
		t.Error("our key shows as a field")
	}
	sent, _ := json.Marshal(l.posted)
	for _, want := range []string{`"description":"It burns"`, `{"id":3,"value":"k-1"}`, `{"id":4,"value":["a","b"]}`, `"project_id":"1"`} {
		if !strings.Contains(string(sent), want) {
			t.Errorf("sent %s, want %s in it", sent, want)
		}
	}
	found, err := as[sdk.Finder](t, c).Find(t.Context(), "k-1")
	if err != nil || len(found) != 1 {
		t.Errorf("found %+v, %v", found, err)
	}
}

func TestUnknownKeyField(t *testing.T) {
	l := &listing{}
	_, err := l.open(t, settings.Raw{"key_field": "nope"}).Ping(t.Context())
	var e *fault.Error
	if !asFault(err, &e) || e.Class != fault.Invalid || e.Field != "key_field" {
		t.Errorf("got %v", err)
	}
}
