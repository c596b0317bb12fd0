package web_test

import (
	"html"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// lacking is a place whose problems come from every tool.
func lacking() ticket.Place {
	say := func(what, mend string) ticket.Problem { return ticket.Problem{What: what, Mend: mend} }
	return ticket.Place{
		Can: []string{"Creator", "Commenter", "Watcher"}, Expires: time.Now().Add(50 * time.Hour),
		Containers: []ticket.Container{{ID: "1", Key: "elbline/platform", Public: true}},
		Problems: []ticket.Problem{
			say("The account may not change the state of tickets in NET.", "In Jira, give its role the permission “Transition issues” in the permission scheme of NET."),
			say("The create screen of NET lacks the field duedate.", "In Jira, add it to the create screen of the project's issue type, or write “fields: { due: off }” for the connection and restart the hub."),
			say("elbline/platform is archived or disabled, so that nothing can be written there.", "In GitHub, unarchive the repository, or name another one in the connection's settings and restart the hub."),
			say("The integration user's time zone is America/Los_Angeles, so that rules and scripts of the instance may shift dates.", "In ServiceNow, set the time zone of its record to GMT."),
			say("The account may not write private comments in support.", "In Redmine, give its role in the project the permission “Set notes as private”."),
			say("A connector of somebody else says this.", "And this."),
		},
	}
}

// said is a page as it is read: without tags, marks of direction and entities.
func said(body string) string {
	var text strings.Builder
	for part := range strings.SplitSeq(body, "<") {
		_, after, _ := strings.Cut(part, ">")
		text.WriteString(after)
	}
	plain := strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "").Replace(html.UnescapeString(text.String()))
	return strings.Join(strings.Fields(plain), " ")
}

func TestConnectionsPageSaysWhatToMend(t *testing.T) {
	t.Parallel()
	w := open(t)
	place := lacking()
	ends := place.Expires.UTC()
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now(), Place: place, MissedAt: time.Now().Add(-time.Hour)})
	b := w.as(t, "viewer")
	for lang, words := range map[string][]string{
		"en": {
			"Works in part", "mayread ticketscreate ticketswrite comments", "credential ends",
			"The credential expires on " + ends.Format("2 Jan 2006") + ". Make a new one at the tool, put it into token (env:JIRA_TOKEN) and restart the hub, which reads secrets only when it starts.",
			place.Problems[0].What + " " + place.Problems[0].Mend, place.Problems[1].What + " " + place.Problems[1].Mend,
			place.Problems[2].What + " " + place.Problems[2].Mend, place.Problems[3].What + " " + place.Problems[3].Mend,
			place.Problems[4].What + " " + place.Problems[4].Mend, place.Problems[5].What + " " + place.Problems[5].Mend,
			"Everybody can read elbline/platform, so that nothing is given to a team there. Make it private at the tool, or set allow_public",
			"A poll found what no delivery told, and none came since. At the tool, look at the last deliveries of the webhook: its address must begin with https://spoc.example.net/hooks/jira, and its secret that of webhook_secret.",
		},
		"de": {
			"Geht nur zum Teil", "darfTickets lesenTickets anlegenKommentare schreiben", "Zugang endet",
			"Der Zugang läuft am " + ends.Format("02.01.2006") + " ab. Im Werkzeug einen neuen anlegen, in token (env:JIRA_TOKEN) eintragen und den Hub neu starten, denn er liest Geheimnisse nur beim Start.",
			"Dem Konto fehlt ein Recht: den Status von Tickets ändern, in NET. In Jira seiner Rolle die Berechtigung „Transition issues“ im Berechtigungsschema von NET geben.",
			"Der Anlegemaske von NET fehlt das Feld duedate. In Jira in die Anlegemaske des Vorgangstyps aufnehmen, oder bei der Verbindung „fields: { due: off }“ schreiben und den Hub neu starten.",
			"elbline/platform ist archiviert oder gesperrt, dort lässt sich nichts schreiben. In GitHub die Archivierung aufheben,",
			"Die Zeitzone des Integrationsbenutzers ist America/Los_Angeles, deshalb können Regeln und Skripte der Instanz Zeiten verschieben. In ServiceNow die Zeitzone in seinem Datensatz auf GMT setzen.",
			"Dem Konto fehlt ein Recht: interne Kommentare schreiben, in support. In Redmine seiner Rolle im Projekt die Berechtigung „Set notes as private“ geben.",
			"A connector of somebody else says this. And this.",
			"Alle können elbline/platform lesen, deshalb wird dort keinem Team etwas gegeben. Im Werkzeug nicht öffentlich machen,",
			"Eine Abfrage fand, was keine Zustellung gemeldet hatte, und seither kam keine. Im Werkzeug die letzten Zustellungen des Webhooks ansehen: seine Adresse muss mit https://spoc.example.net/hooks/jira beginnen,",
		},
	} {
		b.lang = lang
		page := said(b.get("/connections").body)
		for _, want := range words {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is missing:\n%s", lang, want, page)
			}
		}
	}
}

// What stops a connection is said once, with the tool's own words and the way to
// mend it.
func TestConnectionsPageSaysOnceWhatStops(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now(), Stopped: "who am I: unauthenticated: HTTP 401", StoppedAt: time.Now(), LastError: "who am I: unauthenticated: HTTP 401", ErrorAt: time.Now()})
	b := w.as(t, "viewer")
	for lang, want := range map[string]string{
		"en": "No calls are made: The tool does not accept the hub's credentials: HTTP 401. Mend it at the tool, and calls begin again by themselves; or put a new one into token (env:JIRA_TOKEN) and restart the hub, which reads secrets only when it starts.",
		"de": "HTTP 401. Ihn im Werkzeug in Ordnung bringen, dann geht es von selbst weiter; oder einen neuen in token (env:JIRA_TOKEN) eintragen und den Hub neu starten, denn er liest Geheimnisse nur beim Start.",
	} {
		b.lang = lang
		page := said(b.get("/connections").body)
		if strings.Count(page, want) != 1 || strings.Count(page, "HTTP 401") != 1 {
			t.Errorf("%s: %q is not said once:\n%s", lang, want, page)
		}
	}
}

// A tool's own sentence has one full stop, whether it brought one or not.
func TestAToolsSentenceEndsOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, words := range map[string]string{"jira": "You are not permitted to do this.", "github": "Bad credentials"} {
		w.connect(t, store.Connection{Name: name, Stopped: "poll: denied: " + words, StoppedAt: time.Now()})
	}
	page := said(w.as(t, "viewer").get("/connections").body)
	for _, want := range []string{"You are not permitted to do this. ", "Bad credentials. "} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing:\n%s", want, page)
		}
	}
}

// The tool has not forbidden a file that its answer places elsewhere.
func TestAFileElsewhereIsSaidToBe(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{
		Name: "jira", ErrorAt: time.Now(),
		LastError: "download file: denied: its address leads to http://files.evil.example, which is not the tool's: open it at the tool; if files.evil.example is the tool's own file server, an administrator adds it to file_hosts",
	})
	b := w.as(t, "viewer")
	for lang, want := range map[string]string{
		"en": "its address leads to http://files.evil.example, which is not the tool's: open it at the tool; if files.evil.example is the tool's own file server, an administrator adds it to file_hosts",
		"de": "die Adresse führt zu http://files.evil.example, und das ist nicht das Werkzeug: im Werkzeug öffnen; ist files.evil.example der eigene Dateiserver des Werkzeugs, trägt ihn die Verwaltung in file_hosts ein",
	} {
		b.lang = lang
		page := said(b.get("/connections").body)
		if !strings.Contains(page, want) || strings.Contains(page, "does not allow") || strings.Contains(page, "erlaubt") {
			t.Errorf("%s: %s", lang, page)
		}
	}
}
