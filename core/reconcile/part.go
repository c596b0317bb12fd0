package reconcile

import (
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// parts is how many comments the copy has or is to have.
func (n *NoteSide) parts() int { return max(len(n.Copy.Parts), 1) }

// part is one of the copy's comments; the only one is the copy itself.
func (n *NoteSide) part(i int) request.Part {
	c := n.Copy
	switch {
	case i < len(c.Parts):
		return c.Parts[i]
	case i > 0:
		return request.Part{}
	}
	return request.Part{CommentID: c.CommentID, Version: c.Version, Native: c.Native, Gone: c.State == request.CopyDeleted}
}

// put sets one of the copy's comments, and what the copy as a whole is then.
func (n *NoteSide) put(i int, part request.Part) {
	c := &n.Copy
	if i == 0 && len(c.Parts) == 0 {
		c.CommentID, c.Version, c.Native = part.CommentID, part.Version, part.Native
		return
	}
	n.grow(i + 1)
	part.Want, part.For = c.Parts[i].Want, c.Parts[i].For
	c.Parts[i] = part
	n.sum()
}

// grow makes room for a number of parts.
func (n *NoteSide) grow(parts int) {
	list := make([]request.Part, max(parts, n.parts()))
	for i := range list {
		list[i] = n.part(i)
	}
	n.Copy.Parts = list
}

// write records a comment that says a version of the note, and what of it is not
// as it was written.
func (n *NoteSide) write(i int, part request.Part, said string) {
	if n.Copy.State == request.CopyFailed { // it goes on
		n.Copy.State, n.Copy.Error = request.CopyPending, ""
	}
	n.put(i, part)
	switch {
	case len(n.Copy.Parts) == 0:
		n.Copy.State, n.Copy.Error = request.CopyDelivered, said
	case said != "":
		n.Copy.Error = said
	}
}

// erase records that one of the copy's comments is not there any more.
func (n *NoteSide) erase(i int, version int64) {
	part := n.part(i)
	part.Gone, part.Version = true, version
	if !n.Copy.Origin {
		part.CommentID = "" // tools give an id to another comment
	}
	if whole := len(n.Copy.Parts) == 0 && i == 0; whole {
		n.Copy.State = request.CopyDeleted
	}
	n.put(i, part)
}

// again asks for one of the copy's comments anew.
func (n *NoteSide) again(i int) {
	part := n.part(i)
	part.CommentID = ""
	n.put(i, part)
	if len(n.Copy.Parts) == 0 {
		n.Copy.State = request.CopyPending
	}
}

// sum says of the copy as a whole what its parts say together: it has the note's
// version once each of them has it.
func (n *NoteSide) sum() {
	c := &n.Copy
	done := !slices.ContainsFunc(c.Parts, func(p request.Part) bool { return p.Version != n.Version })
	switch {
	case !done && c.State == request.CopyFailed && c.Error != "":
	case !done:
		c.State = request.CopyPending
	case c.Version != n.Version:
		n.settle()
	}
	if ids := c.Comments(); len(c.Parts) > 0 {
		c.CommentID, c.Native = append(ids, "")[0], ""
		n.judge(done, len(ids))
	}
}

// judge says how a copy stands of whose comments some are there.
func (n *NoteSide) judge(done bool, there int) {
	switch c := &n.Copy; {
	case !done:
	case there == 0:
		c.State = request.CopyDeleted
	default:
		c.State = request.CopyDelivered
		if gone := len(c.Parts) - there; gone > 0 {
			c.Error = fmt.Sprintf("%d of %d parts deleted at the tool", gone, len(c.Parts))
		}
	}
}

// settle ends the writing of a version: parts that the note has no text for any
// more are forgotten.
func (n *NoteSide) settle() {
	c := &n.Copy
	c.Version = n.Version
	c.Parts = slices.DeleteFunc(slices.Clone(c.Parts), func(p request.Part) bool { return p.Gone && p.For != n.Version })
	for i := range c.Parts {
		c.Parts[i].Want, c.Parts[i].For = "", 0
	}
	switch {
	case len(c.Parts) == 0:
		c.CommentID, c.State, c.Parts = "", request.CopyDeleted, nil
	case len(c.Parts) == 1 && !c.Parts[0].Gone:
		c.State = request.CopyDelivered
		n.single()
	}
}

// single makes of a copy of one part one without parts.
func (n *NoteSide) single() {
	part := n.Copy.Parts[0]
	n.Copy.CommentID, n.Copy.Version, n.Copy.Native, n.Copy.Parts = part.CommentID, part.Version, part.Native, nil
}

// lay says what the comments of a note of several parts are to be, once for each
// version, so that what is left of them after a failure still fits together. It
// reports whether there is anything new.
func (n *NoteSide) lay(texts []ticket.Native) bool {
	c := &n.Copy
	if len(c.Parts) == 0 && len(texts) <= 1 {
		return false
	}
	n.grow(1)
	if n.laid() != nil {
		return n.closeUp()
	}
	n.closeUp()
	for len(c.Parts) > max(len(texts), 1) && c.Parts[len(c.Parts)-1].CommentID == "" {
		c.Parts = c.Parts[:len(c.Parts)-1]
	}
	if len(texts) == 1 && len(c.Parts) == 1 {
		n.single()
		return true
	}
	c.Parts = append(c.Parts, make([]request.Part, max(len(texts)-len(c.Parts), 0))...)
	for i, text := range texts {
		c.Parts[i].Want, c.Parts[i].For = string(text), n.Version
	}
	return true
}

// closeUp lets comments of an older version stand in for those before them that
// people deleted: what is written now comes last at the tool.
func (n *NoteSide) closeUp() (moved bool) {
	var open []int
	var old []request.Part
	for i, p := range n.Copy.Parts {
		if p.Version == n.Version {
			continue
		}
		open = append(open, i)
		if p.CommentID != "" {
			old = append(old, p)
		}
	}
	old = append(old, make([]request.Part, len(open)-len(old))...)
	for k, i := range open {
		p := &n.Copy.Parts[i]
		moved = moved || p.CommentID != old[k].CommentID
		p.CommentID, p.Version, p.Native, p.Gone = old[k].CommentID, old[k].Version, old[k].Native, false
	}
	return moved
}

// laid is what the parts of the note's version are to say, nil if it has none.
func (n *NoteSide) laid() (texts []ticket.Native) {
	for _, p := range n.Copy.Parts {
		if p.For == n.Version {
			texts = append(texts, ticket.Native(p.Want))
		}
	}
	return texts
}

// says is what one of the copy's comments said.
func (n *NoteSide) says(i int) string {
	if len(n.Copy.Parts) > 0 {
		return n.part(i).Native
	}
	return n.Body
}
