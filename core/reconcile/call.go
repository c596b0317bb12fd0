package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Call is one call to the tool that carries one or more intents.
type Call struct {
	Effect  Effect
	Key     ticket.Key
	Draft   *ticket.Draft        // create
	Patch   *ticket.Patch        // set
	Fields  []ticket.Field       // set: what Patch carries
	Note    request.NoteID       // comments
	Part    int                  // of the note's comments
	Version int64                // of the note
	Comment string               // the comment's id, to edit or delete
	Text    *ticket.CommentDraft // comment, edit_comment
	Twin    *ticket.Ref          // retire
	File    request.FileID       // upload
	Bytes   request.FileID       // upload: where the store has them
	Body    *ticket.File         // upload: as it is sent; fetch: as the tool has it
}

// call turns the intents of this pass into calls: fields grouped as the tool
// takes them together, then comments in the order of the notes.
func (p *planner) call() {
	p.callFields()
	for _, i := range p.st.Intents {
		if i.fresh && i.Effect != SetField {
			p.plan.Calls = append(p.plan.Calls, p.callOf(i))
		}
	}
	p.fetch()
	p.plan.Conflicts = p.conflicts()
}

func (p *planner) callOf(i Intent) Call {
	if i.Effect == UploadFile {
		return p.uploadOf(i)
	}
	c := Call{Effect: i.Effect, Note: i.Note, Part: i.Part, Version: i.Version, Comment: i.Comment, Twin: i.Twin}
	if i.Effect == AddComment || i.Effect == EditComment {
		c.Key = p.Marker.Note(p.Link, i.Note, max(i.Version, 1), i.Part)
		c.Text = &ticket.CommentDraft{Native: i.Want, Private: p.note(i.Note).Private}
	}
	return c
}

func (p *planner) callFields() {
	left := []Intent{}
	for _, i := range p.st.Intents {
		if i.fresh && i.Effect == SetField {
			left = append(left, i)
		}
	}
	for len(left) > 0 {
		group := p.group(left[0].Field)
		patch, fields := ticket.Patch{Set: map[ticket.Field]ticket.Native{}, Pre: map[ticket.Field]ticket.Native{}}, []ticket.Field{}
		rest := left[:0:0]
		for n, i := range left {
			if n > 0 && !slices.Contains(group, i.Field) {
				rest = append(rest, i)
				continue
			}
			fields = append(fields, i.Field)
			putInto(&patch, i)
		}
		p.plan.Calls = append(p.plan.Calls, Call{Effect: SetField, Key: p.st.Key, Fields: fields, Patch: &patch})
		left = rest
	}
}

// group is the fields that may share a call with f.
func (p *planner) group(f ticket.Field) []ticket.Field {
	if p.st.Fields[f].Alone {
		return nil
	}
	for _, g := range p.Rules.Together {
		if slices.Contains(g, f) {
			return slices.DeleteFunc(slices.Clone(g), func(x ticket.Field) bool { return p.st.Fields[x].Alone })
		}
	}
	return nil
}

func putInto(patch *ticket.Patch, i Intent) {
	if i.Field == ticket.Labels {
		patch.Add, patch.Remove = labelDiff(i.Pre, i.Want)
		return
	}
	patch.Set[i.Field], patch.Pre[i.Field] = i.Want, i.Pre
}
