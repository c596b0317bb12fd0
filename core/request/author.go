package request

import "strings"

// AuthorLine is the first line of a note's copy: who says it. Whether the reader
// of a link may know is settled before: see Copies.
func (h House) AuthorLine(r *Request, n *Note) string {
	name := strings.NewReplacer("*", "", "\\", "", "\n", " ", "\r", " ").Replace(n.Author.Name)
	if name = strings.TrimSpace(name); name == "" {
		name = "Somebody"
	}
	role := h.role(r, n)
	if role == name {
		return "**" + name + "**:"
	}
	return "**" + name + "** (" + role + "):"
}

func (h House) role(r *Request, n *Note) string {
	desk := h.deskName()
	switch n.Author.Origin {
	case DeskOrigin, RuleOrigin:
		return desk
	case ClientOrigin:
		return h.Directory.clientTitle(r.Client)
	}
	for _, c := range n.Copies {
		from := r.Link(c.Link)
		switch {
		case !c.Origin || from == nil:
		case from.Side == ClientSide:
			return h.Directory.clientTitle(r.Client)
		default:
			return h.Directory.teamTitle(from.Team)
		}
	}
	return desk
}

func (h House) deskName() string {
	if h.Directory.Desk == "" {
		return "SPOC desk"
	}
	return h.Directory.Desk
}

// WrapAuthor puts the author line above a body.
func WrapAuthor(line, body string) string { return line + "\n\n" + body }

// StripAuthor removes exactly that line; false if the text does not begin with
// it.
func StripAuthor(line, text string) (string, bool) {
	rest, ok := strings.CutPrefix(text, line)
	if !ok || rest != "" && rest[0] != '\n' {
		return text, false
	}
	return strings.TrimLeft(rest, "\n"), true
}

// CopyText is a note as its copies show it; a tool's marker may stand below.
func (h House) CopyText(r *Request, n *Note) string {
	if n.Deleted {
		return ""
	}
	return WrapAuthor(h.AuthorLine(r, n), closed(n.Body))
}
