package simulation_test

import (
	"testing"
)

// The same histories where places become public and tickets go elsewhere.
func TestHistoriesOfPlaces(t *testing.T) {
	others(t, history{placed: true})
}
