package app_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk/breakable"
)

// line is the title that a request begins with.
func line(n int) string { return fmt.Sprintf("line %06d down", n) }

// changed is its title after a change.
func changed(n, change int) string { return fmt.Sprintf("%s, change %09d", line(n), change) }

// lineOf reads which request a title is of.
func lineOf(title string) int {
	var n int
	_, _ = fmt.Sscanf(title, "line %06d", &n)
	return n
}

var changeNumber = regexp.MustCompile(`change (\d{9})`)

// newest is the change that a text tells of, 0 if none: a webhook tells the
// title of before, too.
func newest(text []byte) (n int) {
	for _, m := range changeNumber.FindAllSubmatch(text, -1) {
		if at, err := strconv.Atoi(string(m[1])); err == nil {
			n = max(n, at)
		}
	}
	return n
}

// tools are the simulators on loopback, with no delay.
type tools struct {
	b      testing.TB
	github *githubtest.Server
	jira   *jiratest.Server
	snow   *servicenowtest.Server
	calls  map[string]*breakable.Handler
	urls   map[string]string
	door   *http.Client

	mu      sync.Mutex
	told    map[int]time.Time      // when the webhook of a change was sent
	written map[int]chan time.Time // receives when the other tool has it, or a later one of the same ticket
	line    map[int]int            // whose ticket a change is of
	tickets [][2]string            // of each request: at Jira, at GitHub
}

func newTools(b testing.TB, jira ...jiratest.Options) *tools {
	jira = append(jira, jiratest.Options{})
	jira[0].Project = "NET"
	t := &tools{
		b: b, github: githubtest.New(githubtest.Options{RateLimit: 1 << 30}),
		jira: jiratest.New(jira[0]), snow: servicenowtest.New(servicenowtest.Options{}),
		calls: map[string]*breakable.Handler{}, urls: map[string]string{}, told: map[int]time.Time{}, written: map[int]chan time.Time{}, line: map[int]int{},
		door: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}, Timeout: time.Minute},
	}
	b.Cleanup(t.github.Close)
	b.Cleanup(t.jira.Close)
	b.Cleanup(t.snow.Close)
	for name, tool := range map[string]http.Handler{"github": t.github, "jira": t.jira, "servicenow": t.snow} {
		t.calls[name] = breakable.New(tool)
		server := httptest.NewServer(t.watched(t.calls[name]))
		b.Cleanup(server.Close)
		t.urls[name] = server.URL
	}
	return t
}

// watched notes when a write arrives at a tool, once it is carried out there: a
// person who edits before that would be overwritten.
func (t *tools) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if breakable.Write(r.Method) {
			now := time.Now()
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			defer t.arrived(newest(body), now)
		}
		next.ServeHTTP(w, r)
	})
}

// arrived answers for the change that was written and for those of the same
// ticket before it: a hub that is slower than the people writes the last one only.
func (t *tools) arrived(change int, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of, known := t.line[change]
	for n, c := range t.written {
		if known && n <= change && t.line[n] == of {
			delete(t.written, n)
			c <- at
		}
	}
}

// relay hands the tools' webhooks on to the hub, many at a time as real tools
// send them: a simulator sends one after the other.
func (t *tools) relay(hub string) {
	for name, point := range map[string]func(url, secret string){"github": t.github.SetWebhook, "jira": t.jira.SetWebhook, "servicenow": t.snow.SetWebhook} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			go t.hand(hub+"/hooks/"+name, r.Header.Clone(), body)
			w.WriteHeader(http.StatusAccepted)
		}))
		t.b.Cleanup(server.Close)
		point(server.URL, hookSecret)
	}
}

func (t *tools) hand(url string, header http.Header, body []byte) {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		t.b.Error(err)
		return
	}
	r.Header = header
	t.tell(newest(body))
	answer, err := t.door.Do(r)
	if err != nil {
		t.b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	if answer.StatusCode >= http.StatusMultipleChoices {
		t.b.Errorf("the hub answers a delivery with %s", answer.Status)
	}
}

// tell notes when a change is told for the first time: what comes later is the
// echo of the hub's write.
func (t *tools) tell(change int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.told[change]; !ok {
		t.told[change] = time.Now()
	}
}

// find notes which tickets belong together.
func (t *tools) find(n int) {
	t.tickets = make([][2]string, n)
	for _, i := range t.jira.Issues() {
		if strings.HasPrefix(i.Summary, "line ") {
			t.tickets[lineOf(i.Summary)][0] = i.Key
		}
	}
	for _, i := range t.github.Issues(githubtest.Repository) {
		t.tickets[lineOf(i.Title)][1] = strconv.Itoa(i.Number)
	}
	for i, pair := range t.tickets {
		if pair[0] == "" || pair[1] == "" {
			t.b.Fatalf("%s has the tickets %q", line(i), pair)
		}
	}
}

// edit lets a person change a title: at Jira of every other request, at GitHub of the
// rest. People who wrote it by turns would be held after a few, for the desk to decide.
func (t *tools) edit(n, change int) <-chan time.Time {
	written := make(chan time.Time, 1)
	t.mu.Lock()
	t.written[change], t.line[change] = written, n
	t.mu.Unlock()
	var err error
	if n%2 == 0 {
		err = t.jira.SetField("dana", t.tickets[n][0], "summary", changed(n, change))
	} else {
		number, _ := strconv.Atoi(t.tickets[n][1])
		err = t.github.As("dana-reyes").SetTitle(number, changed(n, change))
	}
	if err != nil {
		t.b.Error(err)
	}
	return written
}

// took is the time from a change's webhook until its write.
func (t *tools) took(change int, written time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return written.Sub(t.told[change])
}

// spent counts the hub's calls since the last time.
func (t *tools) spent() (writes, reads int) {
	for _, h := range t.calls {
		for _, c := range h.Calls() {
			if breakable.Write(c.Method) {
				writes++
			} else {
				reads++
			}
		}
		h.Reset()
	}
	return writes, reads
}
