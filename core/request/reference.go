package request

import (
	"regexp"
	"slices"
)

// reference is where a text shows a file of the ticket that it was written in.
var reference = regexp.MustCompile(`!?\[([^\]\n]*)\]\(attachment:([^)\s]*)\)`)

// unreferenced is a text for readers of other tickets, where such a reference
// leads nowhere: the file's name stands for it.
func unreferenced(body string) string {
	return reference.ReplaceAllStringFunc(body, func(found string) string {
		part := reference.FindStringSubmatch(found)
		if part[1] != "" {
			return part[1]
		}
		return PlainName(part[2])
	})
}

// FilesOf lists the files that belong to a note: those that came with it, and
// those of the same ticket that its text shows.
func (r *Request) FilesOf(n *Note) []File {
	var list []File
	for _, f := range r.Files {
		if f.Note == n.ID || f.Note == "" && n.shows(f) {
			list = append(list, f)
		}
	}
	return list
}

func (n *Note) shows(f File) bool {
	here := slices.ContainsFunc(n.Copies, func(c Copy) bool {
		at := f.Copy(c.Link)
		return c.Origin && at != nil && at.Origin
	})
	return here && slices.ContainsFunc(reference.FindAllStringSubmatch(n.Body, -1), func(part []string) bool {
		return part[2] == f.Name || part[1] == f.Name
	})
}
