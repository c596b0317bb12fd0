package servicenowtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
)

func serve(t *testing.T, o servicenowtest.Options) (*servicenowtest.Server, string) {
	t.Helper()
	sim := servicenowtest.New(o)
	server := httptest.NewServer(sim)
	t.Cleanup(func() { server.Close(); sim.Close() })
	return sim, server.URL
}

func call(t *testing.T, sim *servicenowtest.Server, user, method, address, body string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", sim.Authorization(user))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(got)
}

func TestEncodedQueries(t *testing.T) {
	sim, base := serve(t, servicenowtest.Options{})
	for _, title := range []string{"alpha", "beta", "gamma^delta"} {
		if _, err := sim.As("dana.reyes").Create(title, "Text"); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"short_description=alpha":                                      "alpha",
		"short_description=alpha^ORshort_description=beta":             "alpha beta",
		"state=1^short_description!=alpha^ORDERBYDESCnumber":           "gamma^delta beta",
		"short_description=alpha^NQshort_description=beta":             "alpha beta",
		"short_descriptionINbeta,alpha":                                "alpha beta",
		"short_description=gamma^^delta":                               "gamma^delta",
		"no_such_column=1":                                             "alpha beta gamma^delta",
		"short_description=beta^no_such_column=1":                      "beta",
		"number>INC0010001^number<=INC0010002":                         "beta",
		"caller_id.user_name=dana.reyes^short_descriptionSTARTSWITHal": "alpha",
		"sys_created_by=javascript:gs.getUserName()":                   "",
	} {
		_, head, body := call(t, sim, servicenowtest.HubUser, "GET", base+"/api/now/table/incident?sysparm_fields=short_description&sysparm_query="+url.QueryEscape(query), "")
		var answer struct {
			Result []map[string]string `json:"result"`
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %s", query, body)
		}
		var got []string
		for _, r := range answer.Result {
			got = append(got, r["short_description"])
		}
		if strings.Join(got, " ") != want || head.Get("X-Total-Count") == "" {
			t.Errorf("%s gave %v, want %s", query, got, want)
		}
	}
}

func TestAnyoneMayDriveTheAPI(t *testing.T) {
	sim, base := serve(t, servicenowtest.Options{})
	status, head, body := call(t, sim, "dana.reyes", "POST", base+"/api/now/table/incident", `{"short_description":"By hand","impact":1,"urgency":"1","no_such_column":"x"}`)
	if status != 201 || !strings.Contains(head.Get("Location"), "/api/now/table/incident/") || !strings.Contains(body, `"priority":"1"`) || strings.Contains(body, "no_such_column") {
		t.Fatalf("%d %s", status, body)
	}
	address := base + "/api/now/table/incident/" + sim.Incidents()[0]["sys_id"]
	if status, _, body := call(t, sim, "dana.reyes", "PATCH", address, `{"state":"6"}`); status != 403 || !strings.Contains(body, "Data Policy") {
		t.Errorf("resolved without notes: %d %s", status, body)
	}
	if status, _, _ := call(t, sim, "dana.reyes", "PATCH", address, `{"state":"2","work_notes":"Looking"}`); status != 200 {
		t.Errorf("status %d", status)
	}
	if status, _, _ := call(t, sim, servicenowtest.HubUser, "DELETE", address, ""); status != 403 {
		t.Errorf("the hub deleted: %d", status)
	}
	if status, _, _ := call(t, sim, "nobody", "GET", address, ""); status != 401 {
		t.Errorf("a stranger reads: %d", status)
	}
	sim.SetRate(1)
	call(t, sim, servicenowtest.HubUser, "GET", address, "")
	if status, head, _ := call(t, sim, servicenowtest.HubUser, "GET", address, ""); status != 429 || head.Get("Retry-After") == "" || head.Get("X-RateLimit-Limit") != "1" {
		t.Errorf("over the rate: %d %v", status, head)
	}
}

func TestAVisitorPlaysTheTeam(t *testing.T) {
	sim, base := serve(t, servicenowtest.Options{Title: "Data Centre"})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	visitor := &http.Client{Jar: jar}
	post := func(path string, form url.Values) string {
		t.Helper()
		resp, err := visitor.PostForm(base+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		page, _ := io.ReadAll(resp.Body)
		return string(page)
	}
	page := post("/team/incident", url.Values{"actor": {"mia.koch"}, "title": {"<b>Fan</b> noise"}})
	number := sim.Incidents()[0]["number"]
	if !strings.Contains(page, "&lt;b&gt;Fan&lt;/b&gt; noise") || sim.Incidents()[0]["sys_created_by"] != "mia.koch" {
		t.Errorf("page is %s", page)
	}
	at := "/team/incident/" + number
	page = post(at, url.Values{"state": {"2"}, "assigned_to": {"mia.koch"}, "impact": {"1"}, "comment": {"On my way"}, "kind": {"comments"}})
	if !strings.Contains(page, "On my way") || !strings.Contains(page, "In Progress") || !strings.Contains(page, "3 - Moderate") {
		t.Errorf("page is %s", page)
	}
	if got := sim.Journal(sim.Incidents()[0]["sys_id"]); len(got) != 1 || got[0].Element != "comments" || got[0].By != "mia.koch" {
		t.Errorf("journal is %+v", got)
	}
	// What the form only shows again does not overwrite what others wrote.
	if err := sim.As("dana.reyes").SetState(number, "3"); err != nil {
		t.Fatal(err)
	}
	post(at, url.Values{"state": {"2"}, "was_state": {"2"}, "title": {"Fan noise, rack 7"}, "was_title": {"<b>Fan</b> noise"}})
	if got := sim.Incident(number); got["state"] != "3" || got["short_description"] != "Fan noise, rack 7" {
		t.Errorf("incident is %v, %v", got["state"], got["short_description"])
	}
	if page := post(at, url.Values{"state": {"7"}}); !strings.Contains(page, "Closed") {
		t.Error("closing does not show")
	}
	if page := post(at, url.Values{"state": {"2"}}); !strings.Contains(page, "ACL Exception") {
		t.Error("the refusal does not show")
	}
	resp, err := visitor.Get(base + "/nav_to.do?uri=" + url.QueryEscape("incident.do?sys_id="+sim.Incident(number)["sys_id"]))
	if err != nil || resp.Request.URL.Path != "/incident/"+number {
		t.Errorf("the record's address leads to %v, %v", resp.Request.URL, err)
	}
	_ = resp.Body.Close()
	list, err := visitor.Get(base + "/")
	if err != nil || list.StatusCode != 200 || !strings.Contains(list.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the list: %v, %v", list, err)
	}
	_ = list.Body.Close()
}
