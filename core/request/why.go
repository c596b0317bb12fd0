package request

import (
	"fmt"
	"slices"
	"time"
)

// Why lists the causes behind [Request.Attend] at a given time, in the same order
// of reasons and the oldest first within each.
func (r *Request) Why(now time.Time) []Concern {
	all := slices.DeleteFunc(slices.Clone(r.Concerns), func(c Concern) bool { return c.Seen || c.Offers() })
	for i := range r.Delegations {
		all = append(all, r.whyDelegation(&r.Delegations[i])...)
	}
	for i := range r.Links {
		all = append(all, whyLink(&r.Links[i])...)
	}
	for _, u := range r.Unsent {
		if u.Refused != "" {
			all = append(all, Concern{Attention: AttentionUnsent, Text: u.Refused, Since: u.Since})
		}
	}
	if slices.Contains(r.Attention, AttentionAllDone) {
		all = append(all, Concern{Attention: AttentionAllDone, Since: r.lastDone()})
	}
	all = append(all, Concern{Attention: AttentionPromiseDue, At: r.NextUpdateAt, Since: r.NextUpdateAt})
	var out []Concern
	for _, reason := range r.Attend(now) {
		for _, c := range all {
			if c.Attention == reason {
				out = append(out, c)
			}
		}
	}
	return out
}

func (r *Request) whyDelegation(d *Delegation) []Concern {
	c := Concern{Team: d.Team, Delegation: d.ID, Link: d.Link, Since: d.StateAt}
	before := r.HeldUp(d)
	switch {
	case d.undecided():
		c.Attention, c.Text = AttentionReturned, d.ReturnedReason
	case before != nil:
		c.Attention, c.Text, c.Since = AttentionHeldUp, string(before.Team), before.StateAt
	default:
		return nil
	}
	return []Concern{c}
}

func whyLink(l *Link) (out []Concern) {
	c := Concern{Team: l.Team, Delegation: l.Delegation, Link: l.ID}
	if l.Health == Failed || l.Health == Parked {
		c.Attention, c.Text, c.Since = AttentionSync, l.Error, l.HealthAt
		out = append(out, c)
	}
	for _, x := range l.Conflicts {
		if l.Health != Detached {
			c.Attention, c.Field, c.By, c.Text, c.Since = AttentionConflict, x.Field, x.ToolBy, "", x.Since
			out = append(out, c)
		}
	}
	return out
}

func (r *Request) lastDone() (at time.Time) {
	for _, d := range r.Delegations {
		if d.State == DelegateDone && d.StateAt.After(at) {
			at = d.StateAt
		}
	}
	return at
}

// Says is a concern as an English sentence.
func (d *Directory) Says(c Concern) string {
	who := d.teamTitle(c.Team)
	if c.Link != "" && c.Team == "" {
		who = "the client's tool"
	}
	if c.By != "" {
		who = c.By + ", " + who + ","
	}
	switch c.Attention {
	case AttentionTeamAsks:
		return who + " " + asks(c)
	case AttentionReturned:
		return who + " gave its task back: " + c.Text
	case AttentionHeldUp:
		return fmt.Sprintf("%s has not begun: the task that comes first, of %s, came back or was taken back", who, d.teamTitle(TeamID(c.Text)))
	case AttentionAllDone:
		return "every team is done: confirm with the client"
	case AttentionReopened:
		return who + " took its work up again"
	case AttentionConflict:
		return fmt.Sprintf("%s is different here and at %s", c.Field, d.teamTitle(c.Team))
	case AttentionSync:
		return who + " does not receive what it should: " + c.Text
	case AttentionTwice:
		return who + " has two tickets for this since a merge: withdraw one, or leave both"
	case AttentionUmbrella:
		return "the umbrella " + c.Text + " was cancelled: this request goes on until it is ended or released"
	case AttentionUnsent:
		return "a reply to the client could not be sent: " + c.Text
	case AttentionPromiseDue:
		return "an update was promised to the client by " + d.tongue("").minute(c.At)
	}
	return c.Text
}

func asks(c Concern) string {
	switch {
	case c.Kind != AsksByWaiting:
		return "asks: " + c.Text
	case c.Text == "":
		return "waits"
	}
	return "waits: " + c.Text
}
