package redmine

import (
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// reader turns Redmine's records into the SDK's.
type reader struct {
	*session
	base   string
	format string
}

func (c *conn) reader(s *session) reader {
	return reader{session: s, base: c.client.base, format: c.TextFormat}
}

// ticket is what an answer without journals shows.
func (r reader) ticket(i issue) sdk.Ticket {
	keys := r.keys(i)
	return sdk.Ticket{
		Ref:       r.ref(i),
		Version:   version(i.UpdatedOn),
		By:        r.actor(i.Author),
		Keys:      keys,
		Cells:     r.cells(i),
		LogAfter:  -1,
		NComments: -1,
	}
}

// whole is what an answer with journals and attachments shows.
func (r reader) whole(i issue, need sdk.Need) sdk.Ticket {
	t := r.ticket(i)
	log := r.log(i)
	sign(t.Cells, log, t.By, i.CreatedOn)
	if need.Log {
		t.Log, t.LogAfter = after(log, need.LogAfter), need.LogAfter
	}
	t.Comments = r.comments(i)
	t.NComments = len(t.Comments)
	t.AllComments = r.can("view_private_notes")
	t.Files, t.AllFiles = r.files(i), true
	return t
}

func (r reader) ref(i issue) sdk.Ref {
	id := strconv.Itoa(i.ID)
	return sdk.Ref{ID: id, Container: i.Project.id(), Key: "#" + id, URL: r.base + "/issues/" + id}
}

func (r reader) cells(i issue) map[sdk.Field]sdk.Cell {
	description := r.description(i.Description)
	cells := map[sdk.Field]sdk.Cell{
		ticket.Title:       {Native: sdk.Native(i.Subject), Markdown: i.Subject},
		ticket.Description: {Native: description, Markdown: markdown(r.format, description)},
		ticket.State:       code(&i.Status),
		ticket.Priority:    code(i.Priority),
		ticket.Assignee:    code(i.AssignedTo),
		ticket.Due:         {Native: sdk.Native(i.DueDate)},
	}
	for _, f := range i.Custom {
		if f.ID != r.key {
			cells[ticket.Own(f.Name)] = sdk.Cell{Native: sdk.Native(marker.Canon(f.Value.String()))}
		}
	}
	return cells
}

func code(n *named) sdk.Cell {
	if n == nil {
		return sdk.Cell{}
	}
	return sdk.Cell{Native: sdk.Native(n.id()), Name: n.Name}
}

// description is a text without our marker; where the key has a field of its
// own, nothing in the text is a marker.
func (r reader) description(text string) sdk.Native {
	if r.key != 0 {
		return sdk.Native(marker.Canon(text))
	}
	n, _ := marker.Cut(text)
	return n
}

func (r reader) keys(i issue) []sdk.Key {
	if r.key == 0 {
		_, keys := marker.Cut(i.Description)
		return keys
	}
	for _, f := range i.Custom {
		if key := strings.TrimSpace(f.Value.String()); f.ID == r.key && key != "" {
			return []sdk.Key{sdk.Key(key)}
		}
	}
	return nil
}

func (r reader) comments(i issue) []sdk.Comment {
	var list []sdk.Comment
	for _, j := range i.Journals {
		if strings.TrimSpace(j.Notes) != "" {
			list = append(list, r.comment(j))
		}
	}
	return list
}

func (r reader) comment(j journal) sdk.Comment {
	native, keys := marker.Cut(j.Notes)
	return sdk.Comment{
		ID: strconv.Itoa(j.ID), Version: version(j.UpdatedOn), By: r.actor(j.User), At: j.CreatedOn.UTC(),
		Native: native, Markdown: markdown(r.format, native), Keys: keys, Private: j.Private,
	}
}

func (r reader) files(i issue) []sdk.File {
	came := arrivals(i)
	var list []sdk.File
	for _, a := range i.Attachments {
		id := strconv.Itoa(a.ID)
		list = append(list, sdk.File{
			ID: id, Name: a.Filename, Type: a.Type, Size: a.Size, CommentID: came[id],
			By: r.actor(a.Author), Keys: fileKeys(a.Description),
		})
	}
	return list
}

// arrivals tells by which note a file came.
func arrivals(i issue) map[string]string {
	came := map[string]string{}
	for _, j := range i.Journals {
		for _, d := range j.Details {
			if d.Property == "attachment" && strings.TrimSpace(j.Notes) != "" {
				came[d.Name] = strconv.Itoa(j.ID)
			}
		}
	}
	return came
}

// version is a time as a version; 0 where Redmine does not say.
func version(t time.Time) sdk.Version {
	if t.IsZero() {
		return 0
	}
	return sdk.Version(t.UnixMicro())
}
