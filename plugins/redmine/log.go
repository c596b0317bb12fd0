package redmine

import (
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// log is an issue's whole change log. An entry's version is never above that of
// the issue, since the two clocks are read one after the other.
func (r reader) log(i issue) []sdk.Edit {
	var log []sdk.Edit
	top := version(i.UpdatedOn)
	for _, j := range i.Journals {
		for _, d := range j.Details {
			field, ok := r.logged(d)
			if !ok {
				continue
			}
			log = append(log, sdk.Edit{
				Field: field, From: r.value(field, d.Old), To: r.value(field, d.New),
				By: r.actor(j.User), At: j.CreatedOn.UTC(), Version: min(version(j.CreatedOn), top),
			})
		}
	}
	slices.SortStableFunc(log, func(a, b sdk.Edit) int { return a.At.Compare(b.At) })
	return log
}

// logged names the field that a detail is about.
func (r reader) logged(d detail) (sdk.Field, bool) {
	switch d.Property + " " + d.Name {
	case "attr subject":
		return ticket.Title, true
	case "attr description":
		return ticket.Description, true
	case "attr status_id":
		return ticket.State, true
	case "attr priority_id":
		return ticket.Priority, true
	case "attr assigned_to_id":
		return ticket.Assignee, true
	case "attr due_date":
		return ticket.Due, true
	}
	if id, err := strconv.Atoi(d.Name); d.Property == "cf" && err == nil && id != r.key {
		for _, f := range r.project.Custom {
			if f.ID == id {
				return ticket.Own(f.Name), true
			}
		}
	}
	return "", false
}

func (r reader) value(f sdk.Field, v oneOrMany) sdk.Native {
	if f == ticket.Description {
		return r.description(v.String())
	}
	return sdk.Native(marker.Canon(v.String()))
}

// sign names each cell's last author: of the last entry about it, else the one
// who created the issue.
func sign(cells map[sdk.Field]sdk.Cell, log []sdk.Edit, creator *sdk.Actor, at time.Time) {
	for f, c := range cells {
		c.By, c.At = creator, at.UTC()
		cells[f] = c
	}
	for _, e := range log {
		if c, ok := cells[e.Field]; ok {
			c.By, c.At = e.By, e.At
			cells[e.Field] = c
		}
	}
}

// after cuts a log; the second of the version itself may still have been open
// when it was last read, so it comes again.
func after(log []sdk.Edit, v sdk.Version) []sdk.Edit {
	return slices.DeleteFunc(log, func(e sdk.Edit) bool { return e.Version < v })
}
