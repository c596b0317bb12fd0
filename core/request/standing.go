package request

import "slices"

// Asks reports whether the command asks for what a delegation is, as far as it
// says anything at all beside the team.
func (c Delegate) Asks(d *Delegation) bool {
	task := c.Task == nil || d.OwnTask && d.Task == Task{OneLine(c.Task.Title), Lines(c.Task.Body)}
	lead := !c.Lead || d.Lead
	due := c.DueAt.IsZero() || cut(c.DueAt).Equal(d.DueAt)
	return task && lead && due && (len(c.After) == 0 || slices.Equal(c.After, d.After))
}
