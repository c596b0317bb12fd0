package request

import (
	"maps"
	"slices"
)

// Clone returns a deep copy.
func (r *Request) Clone() *Request {
	c := *r
	c.Affected = slices.Clone(r.Affected)
	c.Labels = slices.Clone(r.Labels)
	c.Fields = maps.Clone(r.Fields)
	c.Restricted = slices.Clone(r.Restricted)
	c.ExternalIDs = slices.Clone(r.ExternalIDs)
	c.Attention = slices.Clone(r.Attention)
	c.Concerns = slices.Clone(r.Concerns)
	c.Passed.Teams = slices.Clone(r.Passed.Teams)
	c.Bridge, c.Bridged = slices.Clone(r.Bridge), maps.Clone(r.Bridged)
	c.Broadcasts = slices.Clone(r.Broadcasts)
	c.LeftOut = slices.Clone(r.LeftOut)
	if r.Caller != nil {
		caller := *r.Caller
		c.Caller = &caller
	}
	if r.Took != nil {
		took := *r.Took
		c.Took = &took
	}
	c.Values = maps.Clone(r.Values)
	c.Gave = r.Gave.clone()
	c.Delegations = slices.Clone(r.Delegations)
	for i := range c.Delegations {
		c.Delegations[i].After = slices.Clone(c.Delegations[i].After)
	}
	c.Links = slices.Clone(r.Links)
	for i := range c.Links {
		c.Links[i].detach()
	}
	c.Unsent = slices.Clone(r.Unsent)
	c.Files = slices.Clone(r.Files)
	for i := range c.Files {
		c.Files[i].Copies = slices.Clone(c.Files[i].Copies)
	}
	return &c
}

// detach gives a copied link what it points to as its own.
func (l *Link) detach() {
	l.Suggestions = maps.Clone(l.Suggestions)
	l.Conflicts = slices.Clone(l.Conflicts)
	l.Answered = slices.Clone(l.Answered)
	for i, c := range l.Conflicts {
		if c.Choice != nil {
			choice := *c.Choice
			l.Conflicts[i].Choice = &choice
		}
	}
}

func (g *Gift) clone() *Gift {
	if g == nil {
		return nil
	}
	return &Gift{g.Into, slices.Clone(g.Delegations), slices.Clone(g.Links), slices.Clone(g.Notes), slices.Clone(g.Files)}
}

// Clone returns a deep copy.
func (n *Note) Clone() *Note {
	c := *n
	c.To = slices.Clone(n.To)
	c.Copies = slices.Clone(n.Copies)
	for i := range c.Copies {
		c.Copies[i].Parts = slices.Clone(c.Copies[i].Parts)
	}
	return &c
}
