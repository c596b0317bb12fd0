package simulation_test

import "testing"

// The same histories at tools where everybody who sees a ticket reads all comments.
func TestHistoriesWithoutPrivateComments(t *testing.T) {
	others(t, history{visible: true})
}
