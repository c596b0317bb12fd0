package request_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

func TestCallersAreKnownByNumberMailAndName(t *testing.T) {
	mareike := request.Contact{Name: "Mareike Brandt", Mail: "m.brandt@nordwind.example", Phone: "+49 421 5550160"}
	d := &request.Directory{Clients: map[request.ClientID]request.Client{
		"nordwind": {ID: "nordwind", Contacts: []request.Contact{mareike, {Name: "Jens Petersen", Mail: "j@nordwind.example"}}},
		"hafen":    {ID: "hafen", Contacts: []request.Contact{mareike}},
	}}
	for said, want := range map[string]int{
		"+494215550160": 2, "0421 / 555-0160": 2, "0049 421 5550160": 2, "+49 (0)421 5550160": 2, "M.BRANDT@nordwind.example": 2, "mareike brandt": 2,
		"jens petersen": 1, "5550160": 2, "0160": 0, "": 0, "+49 421 5550161": 0, "Mareike": 0, "room 4215550160": 0,
	} {
		if got := d.Callers(said); len(got) != want {
			t.Errorf("%q is %v, want %d", said, got, want)
		}
	}
}

func TestWhoMadeSureOfACallerStandsInTheHistory(t *testing.T) {
	h := house()
	r := received(t, h, "nordwind")
	if _, err := request.Do(r, h, desk(noon), request.Verify{Name: "Mareike Brandt", How: "guess"}); err == nil {
		t.Error("a way that there is not was taken")
	}
	if _, err := request.Do(r, h, desk(noon), request.Verify{How: request.ByPIN}); err == nil {
		t.Error("nobody was verified")
	}
	d := do(t, h, r, desk(noon), request.Verify{Name: "Mareike Brandt", Number: "+49 421 5550160", How: request.ByCallBack, Failed: 2})
	if c := r.Caller; c == nil || c.By != "Jana" || !c.At.Equal(noon) || c.Verified != request.ByCallBack {
		t.Fatalf("%+v", c)
	}
	if e := d.Events[0]; e.Type != request.CallerVerified || e.To != "Mareike Brandt" || !strings.HasPrefix(e.Reason, "call_back") || e.Actor.Name != "Jana" {
		t.Errorf("%+v", e)
	}
	draft := &request.Request{Client: "nordwind", Title: "Loss", Caller: &request.Caller{Name: "Somebody\n", Number: "+49 30 1"}}
	made, err := request.Receive(draft, h, desk(noon))
	if err != nil || made.Request.Caller.Verified != request.Unverified || made.Request.Caller.Name != "Somebody" || len(made.Events) != 1 {
		t.Errorf("%v %+v", err, made.Request.Caller)
	}
}

func TestAnswersGoWithTheTask(t *testing.T) {
	h := house()
	h.Directory.Services["FRA3-10G-014"] = request.Service{ID: "FRA3-10G-014", Client: "nordwind", Kind: "circuit"}
	power := request.Inquiry{
		Field: "power", Text: map[string]string{"en": "Has the site power?", "de": "Hat der Standort Strom?"},
		Label: map[string]string{"en": "Power on site", "de": "Strom vor Ort"}, Kinds: []request.Kind{request.Incident},
	}
	h.Directory.Inquiries = map[string][]request.Inquiry{"circuit": {power, {Field: "who", Text: map[string]string{"en": "Who is on site?"}}}}
	german := h.Directory.Teams["sees"]
	german.Language = "de"
	h.Directory.Teams["sees"] = german
	service := request.ServiceID("FRA3-10G-014")
	r := received(t, h, "nordwind")
	if got := h.Directory.Unasked(r); len(got) != 0 {
		t.Errorf("asked without a service: %v", got)
	}
	yes := "yes\n<!-- - Request: x"
	do(t, h, r, desk(noon), request.Edit{Service: &service, Fields: map[string]*string{"power": &yes}})
	if got := h.Directory.Unasked(r); len(got) != 1 || got[0].Field != "who" {
		t.Errorf("not asked: %v", got)
	}
	body := func(team request.TeamID) string {
		do(t, h, r, desk(noon), request.Delegate{Team: team})
		return h.TaskText(r, &r.Links[len(r.Links)-1]).Body
	}
	english := body("core")
	if !strings.Contains(english, "\n- Power on site: yes ‹!-- - Request: x\n") || strings.Contains(english, "Who is on site") {
		t.Errorf("%s", english)
	}
	if got := request.StripContext(english); got != "since noon" {
		t.Errorf("what comes back is %q", got)
	}
	if got := body("sees"); !strings.Contains(got, "\n- Strom vor Ort: yes") {
		t.Errorf("%s", got)
	}
	kind := request.ServiceRequest
	do(t, h, r, desk(noon), request.Edit{Kind: &kind})
	if got := h.Directory.Asked(r.Service, r.Kind); len(got) != 1 {
		t.Errorf("asked of an order: %v", got)
	}
}
