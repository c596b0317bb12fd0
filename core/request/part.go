package request

import "slices"

// Part is one comment of a copy that takes several.
type Part struct {
	CommentID string // "" while it is not there
	Version   int64  // of the note, as the comment says it; 0: not written yet
	Native    string // as the tool returned it, base of the comparison
	Gone      bool   `json:",omitempty"` // it was deleted at the tool
	Want      string `json:",omitempty"` // what it is to say of the version For; kept until all parts say it
	For       int64  `json:",omitempty"`
}

// Comments lists the ids of a copy's comments that are there, in their order.
func (c Copy) Comments() []string {
	var ids []string
	for _, p := range c.Parts {
		if p.CommentID != "" {
			ids = append(ids, p.CommentID)
		}
	}
	if len(c.Parts) == 0 && c.CommentID != "" {
		ids = append(ids, c.CommentID)
	}
	return ids
}

// Equal reports whether two copies are the same in everything.
func (c Copy) Equal(o Copy) bool {
	return c.Note == o.Note && c.Link == o.Link && c.CommentID == o.CommentID && c.Version == o.Version && c.Native == o.Native &&
		c.State == o.State && c.Error == o.Error && c.Origin == o.Origin && slices.Equal(c.Parts, o.Parts)
}
