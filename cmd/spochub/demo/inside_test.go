package demo_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// told is what a request says of its teams.
type told struct {
	Status     string    `json:"status"`
	Attention  []string  `json:"attention"`
	ExpectedAt time.Time `json:"expected_at"`
	Concerns   []struct {
		Reason, Kind, Says, Team, By, Text, Delegation string
		Since                                          time.Time
	} `json:"concerns"`
	Drafts      []struct{ ID, Team, By, Body string } `json:"drafts"`
	Delegations []task                                `json:"delegations"`
}

// task is a delegation as far as its life goes.
type task struct {
	ID, Team, State, Link string
	Reason                string    `json:"returned_reason"`
	Estimate              time.Time `json:"estimate"`
	Bounces               int       `json:"bounces"`
}

func (h hub) told(key string) (x told) {
	h.t.Helper()
	h.call("GET", "/requests/"+key, nil).into(h.t, http.StatusOK, &x)
	return x
}

// until waits for a request to tell something.
func (h hub) until(key, what string, shows func(told) bool) (x told) {
	h.t.Helper()
	within(h.t, 5*soon, func() string {
		if x = h.told(key); !shows(x) {
			return fmt.Sprintf("%s is not in the inbox: %+v", what, x)
		}
		return ""
	})
	return x
}

func (x told) needs(reason string) bool { return slices.Contains(x.Attention, reason) }

// Each team answers the desk from inside its own tool.
func inside(t *testing.T, s *show) {
	h := s.hub(t)
	for _, x := range s.tools(t) {
		r := h.create(object{"title": "From inside " + x.team()})
		r = h.delegate(r.Key, x.team())
		path, l := "/requests/"+r.Key, r.link(t, x.team())
		x.comment(l, "/spoc ask which port - 4 or 5?")
		now := h.until(r.Key, "the question", func(x told) bool { return x.needs("team asks") })
		if c := now.Concerns[0]; c.Kind != "ask" || c.Text != "which port - 4 or 5?" || c.By == "" || c.Team != x.team() || c.Since.IsZero() || !strings.HasPrefix(c.Says, c.By+", ") {
			t.Errorf("%s asks %+v", x.team(), c)
		}
		h.write(r.Key, "team-messages", "port 5")
		h.until(r.Key, "the answer", func(x told) bool { return !x.needs("team asks") })
		h.estimate(x, r.Key, l)
		h.draft(x, r.Key, l)
		x.comment(l, "/spoc banana")
		within(t, 5*soon, func() string {
			if n := x.read(l).says("At the beginning of a comment"); n != 1 {
				return fmt.Sprintf("%s is answered %d times", x.team(), n)
			}
			return ""
		})
		x.comment(l, "/spoc return not ours")
		now = h.until(r.Key, "the return", func(x told) bool { return x.needs("returned") })
		if d := now.Delegations[0]; d.State != "returned" || d.Reason != "not ours" || d.Bounces != 1 || now.Status == "resolved" {
			t.Errorf("%s returned %+v", x.team(), d)
		}
		h.call("POST", path+"/seen", object{"reason": "returned"}).into(t, 200, &now)
		if now = h.told(r.Key); now.needs("returned") {
			t.Errorf("seen: %v", now.Attention)
		}
	}
}

// estimate lets a team say when it expects to be done, and takes it over.
func (h hub) estimate(x tool, key string, l link) {
	h.t.Helper()
	x.comment(l, "/spoc eta 2h")
	now := h.until(key, "the estimate", func(x told) bool { return !x.Delegations[0].Estimate.IsZero() })
	if now.needs("team asks") || !now.ExpectedAt.IsZero() {
		h.t.Errorf("%s: an estimate asked or promised something: %+v", x.team(), now)
	}
	h.call("POST", "/requests/"+key+"/delegations/"+now.Delegations[0].ID+"/take-estimate", nil).into(h.t, 200, &now)
	if !now.ExpectedAt.Equal(now.Delegations[0].Estimate) || now.needs("team asks") {
		h.t.Errorf("%s: taken over: %+v", x.team(), now)
	}
	if !slices.ContainsFunc(h.history(key), func(e event) bool { return e.Field == "estimate" }) {
		h.t.Errorf("%s: the estimate is not in the history", x.team())
	}
}

// draft lets a team suggest words for the client, uses them once and discards
// them once.
func (h hub) draft(x tool, key string, l link) {
	h.t.Helper()
	for _, use := range []bool{true, false} {
		text := fmt.Sprintf("It works again, use %v.", use)
		x.comment(l, "/spoc client-ok "+text)
		now := h.until(key, "the draft", func(x told) bool { return len(x.Drafts) == 1 })
		if d := now.Drafts[0]; d.Body != text || d.By == "" || d.Team != x.team() {
			h.t.Errorf("%s suggests %+v", x.team(), d)
		}
		for _, n := range h.get(key).Notes {
			if n.Audience == "client" && strings.Contains(n.Body, text) {
				h.t.Errorf("%s: a draft went out by itself", x.team())
			}
		}
		if id := now.Drafts[0].ID; use {
			h.call("POST", "/requests/"+key+"/replies", object{"body": text, "draft": id}).into(h.t, 201, nil)
		} else {
			h.call("DELETE", "/requests/"+key+"/drafts/"+id, nil).into(h.t, 204, nil)
		}
		if now = h.told(key); len(now.Drafts) > 0 {
			h.t.Errorf("%s: left %+v", x.team(), now.Drafts)
		}
	}
}

// The second task waits for the first; when that falls away the desk is asked.
func oneAfterAnother(t *testing.T, s *show) {
	h := s.hub(t)
	tools := s.tools(t)
	for _, falls := range []bool{false, true} {
		r := h.create(object{"title": fmt.Sprintf("One after another %v", falls)})
		r = h.delegate(r.Key, "core-network")
		h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "platform", "after": []string{r.Delegations[0].ID}}).into(t, 202, nil)
		x := only(t, tools, "core-network")
		if falls {
			x.comment(r.link(t, "core-network"), "/spoc return not ours")
			now := h.until(r.Key, "who waits in vain", func(x told) bool { return x.needs("held up") && x.needs("returned") })
			if now.Delegations[1].Link != "" {
				t.Error("the second began although the first came back")
			}
			h.call("POST", "/requests/"+r.Key+"/delegations/"+now.Delegations[1].ID+"/start", nil).into(t, 200, nil)
		} else {
			x.move(r.link(t, "core-network"), "done")
		}
		h.until(r.Key, "the second ticket", func(x told) bool { return x.Delegations[1].Link != "" && !x.needs("held up") })
		if now := h.settled(r.Key, 5*soon); now.link(t, "platform").TicketID == "" {
			t.Error("no second ticket")
		}
	}
}

// A request that is cancelled and reopened has its tickets open again.
func cancelledAndReopened(t *testing.T, s *show) {
	h := s.hub(t)
	r := h.create(object{"title": "Cancelled and reopened"})
	r = h.delegate(r.Key, s.teams()...)
	all := func(state string) func(told) bool {
		return func(x told) bool {
			return !slices.ContainsFunc(x.Delegations, func(d task) bool { return d.State != state })
		}
	}
	h.patch(r.Key, object{"status": "cancelled"})
	h.until(r.Key, "the end of the tasks", all("withdrawn"))
	h.patch(r.Key, object{"status": "in_progress", "reason": "it is back"})
	h.until(r.Key, "the tasks again", all("offered"))
	for _, x := range s.tools(t) {
		within(t, 5*soon, func() string {
			if at := x.read(r.link(t, x.team())); at.state != "todo" {
				return fmt.Sprintf("the ticket at %s is %q", x.team(), at.state)
			}
			return ""
		})
	}
	if now := h.settled(r.Key, 5*soon); len(now.Attention) > 0 {
		t.Errorf("attention: %v", now.Attention)
	}
}
