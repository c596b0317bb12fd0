package request_test

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/core/request"
)

func TestServicesAreFoundByWhatAnybodyCallsThem(t *testing.T) {
	d := &request.Directory{Services: map[request.ServiceID]request.Service{
		"FRA3-10G-014": {ID: "FRA3-10G-014", Components: []string{"fra3-edge-2"}, ExternalIDs: []request.ExternalID{
			{Owner: "glasfaser-nord", Type: "circuit", ID: "GN-DE-88120"}, {Owner: "nordwind", Type: "line", ID: "NW 7/1"},
		}},
		"FRA3-VPN-02": {ID: "FRA3-VPN-02", Components: []string{"fra3-edge-2"}},
	}}
	f := d.Finder()
	for _, c := range []struct {
		name string
		want []request.ServiceID
	}{
		{"FRA3-10G-014", []request.ServiceID{"FRA3-10G-014"}},
		{"fra3 10g 014", []request.ServiceID{"FRA3-10G-014"}},
		{" gnde88120 ", []request.ServiceID{"FRA3-10G-014"}},
		{"nw-71", []request.ServiceID{"FRA3-10G-014"}},
		{"FRA3 EDGE 2", []request.ServiceID{"FRA3-10G-014", "FRA3-VPN-02"}},
		{"FRA3-10G", nil}, {"", nil}, {"--", nil},
	} {
		if got := f.Service(c.name); !slices.Equal(got, c.want) {
			t.Errorf("%q finds %v, want %v", c.name, got, c.want)
		}
	}
	for name, want := range map[string][]request.ServiceID{
		"fra3-10": {"FRA3-10G-014"}, "GN-DE": {"FRA3-10G-014"}, "fra": {"FRA3-10G-014", "FRA3-VPN-02"}, "fr": nil, "": nil, "xyz": nil,
	} {
		if got := f.Beginning(name); !slices.Equal(got, want) {
			t.Errorf("%q begins %v, want %v", name, got, want)
		}
	}
	text := "Störung auf GN-DE 88120 (bei uns NW 7/1), VPN fra3vpn02 auch."
	if got, want := f.Mentioned(text), []request.ServiceID{"FRA3-10G-014", "FRA3-VPN-02"}; !slices.Equal(got, want) {
		t.Errorf("mentioned: %v, want %v", got, want)
	}
}
