package request_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
)

// Whoever the clients under an umbrella are, a supplier does not learn it from
// their words: not even where they are shared with it by name.
func TestASupplierReadsNoClientsWordsOnAnUmbrella(t *testing.T) {
	h := house()
	made, err := request.Receive(&request.Request{Title: "Line card", Umbrella: request.Major}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	umbrella := made.Request
	child := received(t, h, "nordwind")
	child.Gathered = umbrella.ID
	heard := do(t, h, child, desk(noon), request.Heard{Body: "it is ours", Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}})
	link := given(t, h, umbrella, "supplier").ID
	up := request.ShareUp{Share: request.Share{Note: heard.Added[0], Links: []request.LinkID{link}}, Child: child}
	if d, err := request.Do(umbrella, h, desk(noon), up); err == nil {
		t.Errorf("the supplier reads %+v", d.Added[0])
	}
}
