package jira

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// rejected stands behind the id of a done state whose resolution says that the
// work was not done: to Jira both are one state.
const rejected = "/rejected"

// usualRejections are the resolutions of Jira's own, old and new, that mean so.
func usualRejections() []string {
	return []string{"Won't Do", "Won't Fix", "Declined", "Rejected", "Duplicate", "Cannot Reproduce", "Incomplete", "Invalid", "Not a Bug", "Abandoned", "Cancelled", "Canceled"}
}

func (c *conn) rejections() []string {
	if len(c.settings.Rejections) > 0 {
		return c.settings.Rejections
	}
	return usualRejections()
}

func (r reader) rejects(resolution string) bool {
	return slices.ContainsFunc(r.rejections, func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), resolution) })
}

// judged tells a done issue from a rejected one. An answer that does not hold the
// resolution does not say which.
func (r reader) judged(cell sdk.Cell, fields map[string]json.RawMessage) (sdk.Cell, bool) {
	if category(decode[codeBean](fields["status"])) != "done" {
		return cell, true
	}
	raw, shown := fields["resolution"]
	if name := decode[codeBean](raw).Name; r.rejects(name) {
		cell.Native, cell.Name = cell.Native+rejected, cell.Name+" ("+name+")"
	}
	return cell, shown
}

// judgeLog says of the states of an entry whether they were rejections: its
// resolutions stand in a line of their own.
func (r reader) judgeLog(h historyBean, log []sdk.Edit) {
	at := slices.IndexFunc(h.Items, func(i itemBean) bool { return strings.EqualFold(i.Field, "resolution") })
	for n := range log {
		if e := &log[n]; at >= 0 && e.Field == ticket.State {
			e.From, e.To = r.suffixed(e.From, h.Items[at].FromString), r.suffixed(e.To, h.Items[at].ToString)
		}
	}
}

func (r reader) suffixed(state sdk.Native, resolution loose) sdk.Native {
	if r.rejects(string(resolution)) {
		return state + rejected
	}
	return state
}

// stateID is the id that Jira knows a state by.
func stateID(n sdk.Native) string { return strings.TrimSuffix(string(n), rejected) }

// withRejections adds to the states of a catalogue how each done one is read where
// it was rejected; such a state is never written.
func withRejections(codes []sdk.Code) []sdk.Code {
	for _, s := range codes {
		if s.Field == ticket.State && s.Value == "done" {
			codes = append(codes, sdk.Code{Field: ticket.State, Native: s.Native + rejected, Name: s.Name + " (rejected)", Value: "cancelled"})
		}
	}
	return codes
}
