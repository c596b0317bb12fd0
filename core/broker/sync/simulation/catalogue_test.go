package simulation_test

import "testing"

// The same histories where the catalogue cannot always be had, and grows.
func TestHistoriesOfCatalogues(t *testing.T) {
	others(t, history{catalogued: true})
}
