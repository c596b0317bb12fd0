package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// sample is one request of the demo, with what the desk did about it.
type sample struct {
	draft    request.Request
	teams    []request.TeamID
	messages []string // to the teams
	replies  []string // to the client
	notes    []string // for the desk
	move     *request.Move
}

// samples are requests as they come in one evening, in the clients' languages.
func samples(now time.Time) []sample {
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	in := now.Add
	return []sample{
		{
			draft: request.Request{
				Kind: request.Incident, Title: "Standort Frankfurt seit 21:40 ohne Verbindung", Client: "nordwind", Contact: "Mareike Brandt",
				Description: "Seit etwa **21:40 Uhr** ist unser Lager in Frankfurt nicht erreichbar. Die Scanner melden \"kein Netz\".\n\n- Router vor Ort: Strom vorhanden\n- LED *WAN*: aus\n\nVor Ort ist Herr Petersen, Tor 4, bis 6:00 Uhr.",
				Service:     "FRA3-10G-014", Channel: request.Phone, Impact: 1, Urgency: 1, ClientPriority: "P1", StartedAt: ago(35 * time.Minute), ReportedAt: ago(28 * time.Minute),
				NextUpdateAt: in(22 * time.Minute), DueAt: in(3*time.Hour + 20*time.Minute), Assignee: "mara",
			},
			teams:    []request.TeamID{"core-network", "data-centre"},
			messages: []string{"Bitte zuerst Port 12 auf fra3-edge-2 prüfen, die Gegenseite sieht kein Licht."},
			replies:  []string{"Guten Abend Frau Brandt, wir haben die Störung aufgenommen und prüfen die Leitung nach Frankfurt. Die nächste Information erhalten Sie spätestens in 30 Minuten."},
			notes:    []string{"Zweitweg über Hamburg ist laut Monitoring in Ordnung, trägt aber nur die Hälfte."},
		},
		{
			draft: request.Request{
				Kind: request.Incident, Title: "Payments API slow from London", Client: "argent-pay", Contact: "Samuel Okonkwo",
				Description: "Since this afternoon calls to our payment gateway take **4 to 6 seconds** instead of 300 ms.\n\n```\nGET /v2/authorise  5.8 s\nGET /v2/authorise  4.1 s\n```",
				Service:     "LON2-XC-118", Channel: request.Mail, Impact: 2, Urgency: 1, StartedAt: ago(3 * time.Hour), ReportedAt: ago(2 * time.Hour), DueAt: in(6 * time.Hour), Assignee: "mara",
			},
			teams:   []request.TeamID{"platform"},
			replies: []string{"Thank you, Samuel. We see the same latency and have asked our platform team to look at it."},
		},
		{
			draft: request.Request{
				Kind: request.ServiceRequest, Title: "Zwei weitere Patchkabel in Rack 07", Client: "klinikum-see", Contact: "Aylin Demir",
				Description: "Bitte zwei LWL-Patchkabel (LC/LC, OM4, 3 m) zwischen HE 12 und HE 31 ziehen. Gern vor Freitag.",
				Service:     "KN1-RACK-07", Channel: request.Portal, Impact: 3, Urgency: 3, ReportedAt: ago(26 * time.Hour), DueAt: in(3 * 24 * time.Hour),
			},
			teams: []request.TeamID{"field-service"},
		},
		{
			draft: request.Request{
				Kind: request.Incident, Title: "Branch VPN drops every night at 02:10", Client: "argent-pay", Contact: "Samuel Okonkwo",
				Description: "All branches lose the VPN for about a minute. Same time every night since Monday.",
				Service:     "AP-VPN-03", Channel: request.Mail, Impact: 2, Urgency: 2, ReportedAt: ago(9 * time.Hour),
			},
			teams: []request.TeamID{"core-network"},
			notes: []string{"02:10 is when the certificate job runs, see last month's problem record."},
		},
		{
			draft: request.Request{
				Kind: request.Question, Title: "Welche Rufnummer gilt für die Bereitschaft?", Client: "klinikum-see", Contact: "Aylin Demir",
				Description: "Auf dem Aushang steht noch die alte Nummer.", Channel: request.Portal, ReportedAt: ago(5 * time.Hour), DueAt: in(19 * time.Hour), Assignee: "mara",
			},
			move: &request.Move{To: request.WaitingClient, WaitingFor: "Bitte senden Sie uns ein Foto des Aushangs, dann gleichen wir ihn ab."},
		},
		{
			draft: request.Request{
				Kind: request.ServiceRequest, Title: "New cache rule for live streams", Client: "harbour-media", Contact: "Grace Lin",
				Description: "Please keep segments for 6 s instead of 10 s on `live.harbour.example`.", Service: "HM-CDN-01",
				Channel: request.Mail, Impact: 3, Urgency: 2, ReportedAt: ago(50 * time.Minute),
			},
		},
		{
			draft: request.Request{
				Kind: request.Incident, Title: "Temperaturalarm Rack 07", Client: "klinikum-see", Contact: "Aylin Demir",
				Description: "Der Sensor am Rack meldet 34 °C.", Service: "KN1-RACK-07", Channel: request.Phone, Impact: 2, Urgency: 1,
				StartedAt: ago(15 * time.Minute), ReportedAt: ago(12 * time.Minute), DueAt: in(48 * time.Minute),
			},
			teams: []request.TeamID{"data-centre"},
		},
	}
}

// fill plays the evening at the desk and in the tools.
func fill(ctx context.Context, d *desk.Service, _ *world) error {
	mara := auth.Actor{Login: "mara", Name: "Mara Lindt", Role: auth.Admin}
	for _, s := range samples(time.Now().UTC()) {
		if err := s.play(ctx, d, mara); err != nil {
			return fmt.Errorf("%s: %w", s.draft.Title, err)
		}
	}
	return nil
}

func (s sample) play(ctx context.Context, d *desk.Service, by auth.Actor) error {
	r, err := d.Receive(ctx, by, desk.Received{Draft: s.draft})
	if err != nil {
		return err
	}
	at := desk.Target{Key: r.Key}
	for _, team := range s.teams {
		if _, _, err := d.Delegate(ctx, by, at, request.Delegate{Team: team}, false); err != nil {
			return err
		}
	}
	for _, body := range s.messages {
		if _, _, err := d.Message(ctx, by, at, desk.Text{Body: body}); err != nil {
			return err
		}
	}
	for _, body := range s.replies {
		if _, _, err := d.Reply(ctx, by, at, desk.Answer{Text: desk.Text{Body: body}, Via: request.ByPhone}); err != nil {
			return err
		}
	}
	for _, body := range s.notes {
		if _, _, err := d.Note(ctx, by, at, "", body); err != nil {
			return err
		}
	}
	if s.move != nil {
		_, err = d.Triage(ctx, by, at, request.Edit{}, s.move)
	}
	return err
}
