package sync_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// wiretap keeps every byte that a tool is sent: addresses, headers and bodies.
type wiretap struct {
	next http.Handler
	mu   gosync.Mutex
	sent bytes.Buffer
}

func (w *wiretap) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	fmt.Fprintln(&w.sent, r.Method, r.URL)
	if plain, err := url.QueryUnescape(r.URL.String()); err == nil {
		fmt.Fprintln(&w.sent, plain)
	}
	_ = r.Header.Write(&w.sent)
	w.sent.Write(body)
	fmt.Fprintln(&w.sent)
	w.mu.Unlock()
	w.next.ServeHTTP(out, r)
}

// holds reports whether a text was sent, in any case of its letters.
func (w *wiretap) holds(text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Contains(strings.ToLower(w.sent.String()), strings.ToLower(text))
}

func (w *wiretap) around(text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.sent.String()
	at := max(strings.Index(strings.ToLower(all), strings.ToLower(text)), 0)
	return all[max(at-200, 0):min(at+200, len(all))]
}

// several is a hub with tools of several parties.
type several struct {
	*hub
	tools map[string]*tool
}

// together starts tools under names of their own, each with its webhooks.
func together(t *testing.T, of map[string]kind) *several {
	t.Helper()
	clock := newClock()
	s := &several{tools: map[string]*tool{}}
	var connections []sync.Connection
	for name, k := range of {
		x := k.start(t, clock)
		x.conn.Name = name
		s.tools[name] = x
		connections = append(connections, x.conn)
	}
	s.hub = newHub(t, clock, connections...)
	for name, x := range s.tools {
		if x.hooks != nil {
			x.point(s.door(name), hookSecret)
		}
	}
	return s
}

// hear lets everything that anybody did reach everybody.
func (s *several) hear() {
	s.t.Helper()
	for range 3 {
		s.settle()
		for _, x := range s.tools {
			if x.hooks != nil {
				x.hooks.Flush()
			}
		}
		s.poll()
	}
}

// receive stores a request as the desk does.
func (s *several) receive(draft request.Request) request.Key {
	s.t.Helper()
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: s.clock.Now()}
	d, err := request.Receive(&draft, s.house, cause)
	must(s.t, err)
	n := store.New{Request: d.Request, Events: d.Events}
	for _, id := range d.NewLinks {
		n.Links = append(n.Links, store.NewLink{Link: id, State: sync.NewState(s.marker, id)})
	}
	must(s.t, s.store.Create(s.t.Context(), n))
	return n.Request.Key
}

// at is the ticket of a request with a party.
func (s *several) at(key request.Key, party string) seen {
	s.t.Helper()
	r, _ := s.request(key)
	for _, l := range r.Links {
		if l.Connection != party {
			continue
		}
		for _, x := range s.tools[party].Tickets() {
			if x.ID == l.Ticket.ID {
				return x
			}
		}
		s.t.Fatalf("%s has no ticket: %s %s", party, l.Health, l.Error)
	}
	s.t.Fatalf("%s has no link", party)
	return seen{}
}

// link is a request's link with a party.
func (s *several) link(key request.Key, party string) request.LinkID {
	s.t.Helper()
	r, _ := s.request(key)
	for _, l := range r.Links {
		if l.Connection == party {
			return l.ID
		}
	}
	s.t.Fatalf("%s has no link", party)
	return ""
}

// TestEachSideSeesOnlyWhatIsForIt lets a client with a tool of its own, a team and
// a supplier work on one request, and reads every byte that each of their tools
// was sent.
func TestEachSideSeesOnlyWhatIsForIt(t *testing.T) {
	named := map[string]kind{}
	for _, k := range kinds() {
		named[k.name] = k
	}
	for i, k := range kinds() {
		client, supplier := named["servicenow"], k
		if i%2 == 1 && !testing.Short() {
			client, supplier = k, named["servicenow"]
		}
		t.Run(client.name+" and "+supplier.name, func(t *testing.T) {
			s := together(t, map[string]kind{"own-desk": client, "noc-tracker": named["jira"], "lambda-portal": supplier})
			d := s.house.Directory
			d.BaseURL = "https://spoc.example.net"
			d.Clients["nordwind"] = request.Client{
				ID: "nordwind", Title: "Nordwind AG", Connection: "own-desk", Plugin: s.tools["own-desk"].conn.Plugin,
				Contacts: []request.Contact{{Name: "Mareike Brandt", Mail: "noc@nordwind.example"}},
			}
			d.Services = map[request.ServiceID]request.Service{"FRA3-10G-014": {ID: "FRA3-10G-014", Client: "nordwind", Title: "Nordwind ring seven"}}
			d.Teams["noc-tracker"] = request.Team{ID: "noc-tracker", Title: "Backbone Crew", Connection: "noc-tracker", Plugin: "jira", Follows: request.FollowState}
			d.Teams["lambda-portal"] = request.Team{
				ID: "lambda-portal", Title: "Lambda Fibre", Connection: "lambda-portal", Plugin: s.tools["lambda-portal"].conn.Plugin,
				Supplier: true, SeesClient: true, Follows: request.FollowState,
			}
			key := s.receive(request.Request{
				Title: "Nordwind is dark", Description: "Says Mareike Brandt.", Client: "nordwind", Contact: "Mareike Brandt", ReportedBy: "Mareike Brandt",
				Service: "FRA3-10G-014", Labels: []string{"nordwind-vip"}, Priority: "P2", Fields: map[string]string{"customer": "Nordwind"},
			})
			s.do(key, request.Delegate{Team: "noc-tracker"}, request.Delegate{Team: "lambda-portal", Task: &request.Task{Title: "Check the splice", Body: "Span 7."}})
			s.hear()
			s.do(key,
				request.Write{Audience: request.Internal, Body: "entre nous"},
				request.Write{Audience: request.Teams, Body: "swap the optics"},
				request.Write{Audience: request.ToClient, Body: "dear client, soon"},
				request.Write{Audience: request.Teams, Body: "please splice tonight", Links: []request.LinkID{s.link(key, "lambda-portal")}},
			)
			s.hear()
			s.tools["noc-tracker"].Comment(s.at(key, "noc-tracker").ID, "a burnt lens")
			s.tools["lambda-portal"].Comment(s.at(key, "lambda-portal").ID, "digger on site")
			s.tools["noc-tracker"].SetState(s.at(key, "noc-tracker").ID, request.Doing)
			s.hear()
			s.tools["noc-tracker"].SetTitle(s.at(key, "noc-tracker").ID, "A scratched prism")
			s.hear()
			if r, _ := s.request(key); r.Title != "A scratched prism" || r.AsTold().Title != "Nordwind is dark" {
				t.Errorf("the title is %q, and for the client %q", r.Title, r.AsTold().Title)
			}
			s.do(key, request.Move{To: request.Resolved, Reason: "lens cleaned"})
			s.hear()

			check := func(party string, read, never []string) {
				t.Helper()
				for _, text := range read {
					if !s.tools[party].tap.holds(text) {
						t.Errorf("%s was never sent %q", party, text)
					}
				}
				for _, text := range never {
					if s.tools[party].tap.holds(text) {
						t.Errorf("%s was sent %q: %s", party, text, s.tools[party].tap.around(text))
					}
				}
			}
			check("own-desk", []string{"Nordwind is dark", "dear client, soon"}, []string{
				"Backbone", "noc-tracker", "Lambda", "lambda-portal", "entre nous", "swap the optics", "splice", "burnt lens", "digger", "prism", "lens cleaned", s.at(key, "noc-tracker").Key,
			})
			check("lambda-portal", []string{"Check the splice", "please splice tonight"}, []string{
				"Nordwind", "Mareike", "Brandt", "dark", "FRA3", "ring seven", "entre nous", "swap the optics", "dear client", "burnt lens", "lens cleaned",
				"Backbone", "noc-tracker", "own-desk", "spoc.example.net",
			})
			check("noc-tracker", []string{"Nordwind is dark", "swap the optics"}, []string{"entre nous", "dear client", "digger", "splice tonight", "own-desk"})
			if at := s.at(key, "own-desk"); at.State != request.Done {
				t.Errorf("the client's own ticket is %s", at.State)
			}
		})
	}
}

// TestABridgeJoinsChosenTeamsAndNeverLoops lets three of the five tools' teams
// talk at a time.
func TestABridgeJoinsChosenTeamsAndNeverLoops(t *testing.T) {
	of := map[string]kind{}
	var names []string
	for _, k := range kinds() {
		name := strings.ReplaceAll(k.name, " ", "-")
		of[name] = k
		names = append(names, name)
	}
	s := together(t, of)
	for _, name := range names {
		team := s.house.Directory.Teams[request.TeamID(name)]
		team.Title = "Crew of " + name
		s.house.Directory.Teams[team.ID] = team
	}
	var teams []request.TeamID
	for _, name := range names {
		teams = append(teams, request.TeamID(name))
	}
	key := s.create("Line down", teams...)
	s.hear()
	said := 0
	talk := func(what string) {
		t.Helper()
		for _, name := range names {
			s.tools[name].Comment(s.at(key, name).ID, what+" by "+name+" end")
			said++
		}
		s.hear()
	}
	reads := func(what string, joined func(writer, reader string) bool) {
		t.Helper()
		for _, reader := range names {
			at := s.at(key, reader)
			for _, writer := range names {
				text, want := what+" by "+writer+" end", 0
				if writer == reader || joined(writer, reader) {
					want = 1
				}
				if n := at.says(text); n != want {
					t.Errorf("%s has %q %d times, want %d", reader, text, n, want)
				}
				if want == 1 && writer != reader && at.says("(Crew of "+writer+")") == 0 {
					t.Errorf("%s does not learn that %s said it: %+v", reader, writer, at.Comments)
				}
			}
		}
		if _, notes := s.request(key); len(notes) != said {
			t.Errorf("%s: %d notes of %d comments", what, len(notes), said)
		}
	}
	nobody := func(string, string) bool { return false }
	talk("before")
	reads("before", nobody)
	rounds := len(names)
	if testing.Short() {
		rounds = 1
	}
	for i := range rounds {
		on := map[string]bool{names[i]: true, names[(i+1)%5]: true, names[(i+3)%5]: true}
		var links []request.LinkID
		for name := range on {
			links = append(links, s.link(key, name))
		}
		s.do(key, request.Bridge{Links: links})
		what := fmt.Sprintf("round %d", i)
		talk(what)
		s.hear()
		reads(what, func(writer, reader string) bool { return on[writer] && on[reader] })
	}
	s.do(key, request.Move{To: request.Resolved}, request.Move{To: request.InProgress})
	s.hear()
	talk("after")
	reads("after", nobody)
}

// TestABridgeCarriesNothingThatWasWrittenBefore opens one between comments of
// which none was heard yet, at tools whose clocks are right and wrong.
func TestABridgeCarriesNothingThatWasWrittenBefore(t *testing.T) {
	of := map[string]kind{}
	var teams []request.TeamID
	for _, k := range kinds()[:4] {
		name := strings.ReplaceAll(k.name, " ", "-")
		of[name] = kind{start: func(t *testing.T, world *clock) *tool {
			wrong := &clock{of: world}
			if name == "jira-datacenter" {
				wrong.skew.Store(int64(7 * time.Minute))
			}
			return k.start(t, wrong)
		}}
		teams = append(teams, request.TeamID(name))
	}
	s := together(t, of)
	key := s.create("Line down", teams...)
	s.hear()
	say := func(what string) {
		for _, team := range teams {
			s.tools[string(team)].Comment(s.at(key, string(team)).ID, what+" by "+string(team)+" end")
		}
	}
	say("before")
	s.clock.Advance(2 * time.Second)
	r, _ := s.request(key)
	var links []request.LinkID
	for _, l := range r.Links {
		links = append(links, l.ID)
	}
	s.do(key, request.Bridge{Links: links})
	say("after")
	s.hear()
	for _, reader := range teams {
		at := s.at(key, string(reader))
		for _, writer := range teams {
			if n := at.says("before by " + string(writer) + " end"); reader != writer && n != 0 {
				t.Errorf("%s was told what %s had written before", reader, writer)
			}
			if n := at.says("after by " + string(writer) + " end"); n != 1 {
				t.Errorf("%s has the words of %s %d times", reader, writer, n)
			}
		}
	}
	if _, notes := s.request(key); len(notes) != 2*len(teams) {
		t.Errorf("%d notes", len(notes))
	}
}
