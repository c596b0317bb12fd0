package request_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestBothAdditions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		field           ticket.Field
		base, hub, tool string
		want            string
	}{
		"both added":       {ticket.Description, "Slot 4.", "Slot 4.\nTo Prague.", "Slot 4.\nSpare in B2.", "Slot 4.\nTo Prague.\nSpare in B2."},
		"the same line":    {ticket.Description, "Slot 4.", "Slot 4.\nSwapped.", "Slot 4.\nSwapped.\nDone.", "Slot 4.\nSwapped.\nDone."},
		"line ends":        {ticket.Description, "Slot 4.\r\nOld.", "Slot 4.\nOld.\nNew.", "Slot 4.\r\nOld.\r\nOther.", "Slot 4.\nOld.\nNew.\nOther."},
		"one changed":      {ticket.Description, "Slot 4.", "Slot 5.", "Slot 4.\nSpare.", ""},
		"a word went on":   {ticket.Description, "Slot 4", "Slot 44", "Slot 4\nSpare.", ""},
		"nothing was":      {ticket.Description, "", "a", "b", ""},
		"a title is short": {ticket.Title, "a", "a\nb", "a\nc", ""},
	} {
		if got := (request.Conflict{Field: c.field, Base: c.base, Hub: c.hub, Tool: c.tool}).Both(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
