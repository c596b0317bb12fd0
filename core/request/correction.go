package request

import "strings"

// Correction is what a further entry in the ticket of a link says where the tool
// keeps the one that holds an older version of the note: its first line names that
// one. Of a deleted note it only says that it was withdrawn.
func (h House) Correction(r *Request, l *Link, n *Note) string {
	line, t := h.AuthorLine(r, n), h.tongueOf(r, l)
	at := t.minute(n.CreatedAt)
	if n.Deleted {
		return WrapAuthor(line, t.withdrawn(at))
	}
	body := strings.TrimPrefix(h.CopyFor(r, l, n), WrapAuthor(line, ""))
	return WrapAuthor(strings.TrimSuffix(line, ":")+", "+t.corrects(at)+":", body)
}

// tongueOf is how those are told things who read the ticket of a link.
func (h House) tongueOf(r *Request, l *Link) tongue {
	t := h.Directory.tongue(l.Team)
	if l.Side == ClientSide {
		t.language = h.Directory.Clients[r.Client].Language
	}
	return t
}

func (t tongue) corrects(at string) string {
	if german(t.language) {
		return "Berichtigung des Eintrags vom " + at
	}
	return "correction to the entry of " + at
}

func (t tongue) withdrawn(at string) string {
	if german(t.language) {
		return "Der Eintrag vom " + at + " wurde zurückgezogen."
	}
	return "The entry of " + at + " was withdrawn."
}
