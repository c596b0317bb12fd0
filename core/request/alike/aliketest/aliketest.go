// Package aliketest holds pairs of reports that people labelled, to measure how
// well duplicates are found.
package aliketest

import (
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
)

//go:embed pairs.txt
var text string

// Pair is two reports, and whether people called the second a duplicate.
type Pair struct {
	Same         bool
	Why          string
	Known, Fresh alike.Report
}

// Now is when the second report of each pair comes in.
func Now() time.Time { return time.Date(2026, 11, 3, 14, 0, 0, 0, time.UTC) }

// Pairs reads the pairs: those for tuning, and those held out.
func Pairs() (tuning, held []Pair, err error) {
	n := 0
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		p, err := read(lines)
		if err != nil {
			return nil, nil, fmt.Errorf("pair %d: %w", n+1, err)
		}
		if n%4 < 2 {
			tuning = append(tuning, p)
		} else {
			held = append(held, p)
		}
		n++
	}
	return tuning, held, nil
}

func read(lines []string) (p Pair, err error) {
	label, why, ok := strings.Cut(lines[0], ": ")
	if !ok || len(lines) != 3 || label != "same" && label != "other" {
		return p, fmt.Errorf("unreadable: %s", lines[0])
	}
	p = Pair{Same: label == "same", Why: why}
	if p.Known, err = report(lines[1]); err == nil {
		p.Fresh, err = report(lines[2])
	}
	return p, err
}

func report(line string) (r alike.Report, err error) {
	parts := strings.SplitN(line, " | ", 3)
	head := strings.Fields(parts[0])
	if len(parts) != 3 || len(head) != 4 {
		return r, fmt.Errorf("unreadable: %s", line)
	}
	began, ended, over := strings.Cut(head[0], "..")
	r = alike.Report{Client: request.ClientID(head[1]), Kind: request.Kind(head[3]), Title: parts[1], Text: parts[2]}
	if head[2] != "-" {
		r.Services = []request.ServiceID{request.ServiceID(head[2])}
	}
	if r.At, err = before(began); err == nil && over {
		r.Ended, err = before(ended)
	}
	return r, err
}

func before(age string) (time.Time, error) {
	d, err := time.ParseDuration(age)
	return Now().Add(-d), err
}

// Directory is what the clients of the pairs have.
func Directory() *request.Directory {
	d := &request.Directory{
		Clients: map[request.ClientID]request.Client{
			"nordwind": {ID: "nordwind", Parent: "hafen"}, "hafen": {ID: "hafen"}, "argent": {ID: "argent"},
			"klinikum": {ID: "klinikum"}, "harbour": {ID: "harbour"}, "stadtwerke": {ID: "stadtwerke"},
		},
		Services: map[request.ServiceID]request.Service{},
	}
	for _, s := range []request.Service{
		{ID: "FRA3-10G-014", Client: "nordwind", Title: "IP transit Frankfurt", Site: "FRA3", Components: []string{"fra3-edge-2"}, ExternalIDs: []request.ExternalID{{Owner: "glasfaser-nord", Type: "circuit", ID: "GN-DE-88120"}}},
		{ID: "FRA3-VPN-02", Client: "nordwind", Title: "VPN Frankfurt", Site: "FRA3", Components: []string{"fra3-edge-2"}},
		{ID: "HAM1-10G-022", Client: "nordwind", Title: "IP transit Hamburg", Site: "HAM1", Components: []string{"ham1-edge-1"}},
		{ID: "LON2-XC-118", Client: "argent", Title: "Cross connect London 118", Site: "LON2"},
		{ID: "LON2-XC-119", Client: "argent", Title: "Cross connect London 119", Site: "LON2"},
		{ID: "LON2-CAGE-7", Client: "argent", Title: "Cage 7 London", Site: "LON2"},
		{ID: "AP-VPN-03", Client: "argent", Title: "Branch VPN"},
		{ID: "AP-DDOS-01", Client: "argent", Title: "DDoS protection"},
		{ID: "AP-FW-01", Client: "argent", Title: "Managed firewall"},
		{ID: "KN1-RACK-07", Client: "klinikum", Title: "Rack 07 Konstanz", Site: "KN1"},
		{ID: "KN1-RACK-08", Client: "klinikum", Title: "Rack 08 Konstanz", Site: "KN1"},
		{ID: "KN1-SIP-02", Client: "klinikum", Title: "SIP trunk Konstanz", Site: "KN1"},
		{ID: "KN1-10G-001", Client: "klinikum", Title: "IP transit Konstanz", Site: "KN1"},
		{ID: "HM-CDN-01", Client: "harbour", Title: "Media delivery"},
		{ID: "HM-DNS-01", Client: "harbour", Title: "Managed DNS"},
		{ID: "HM-IPT-02", Client: "harbour", Title: "IP transit Bristol"},
		{ID: "HM-MAIL-01", Client: "harbour", Title: "Mail relay"},
		{ID: "SW-MPLS-11", Client: "stadtwerke", Title: "MPLS Umspannwerk Nord", Components: []string{"sw-pe-1"}},
		{ID: "SW-MPLS-12", Client: "stadtwerke", Title: "MPLS Umspannwerk Süd", Components: []string{"sw-pe-2"}},
		{ID: "SW-HOST-03", Client: "stadtwerke", Title: "Hosted server host03"},
		{ID: "SW-BKP-01", Client: "stadtwerke", Title: "Backup"},
		{ID: "HF-ETH-05", Client: "hafen", Title: "Ethernet Terminal 5"},
		{ID: "HF-ETH-06", Client: "hafen", Title: "Ethernet Terminal 6"},
		{ID: "HF-WLAN-05", Client: "hafen", Title: "WLAN Terminal 5"},
		{ID: "HF-NTP-01", Client: "hafen", Title: "NTP"},
	} {
		d.Services[s.ID] = s
	}
	return d
}
