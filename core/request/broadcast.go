package request

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Broadcast is one message of the desk for everybody under an umbrella, in the
// languages that it was written in.
type Broadcast struct {
	ID       NoteID // "" makes one; the same one again is told once
	Audience Audience
	Texts    map[string]string // by language tag
	Fallback string            // the language for those whose own has no text; "": they are left out
	By       string            // who wrote it
	Next     time.Time         // promises the clients the next update; zero: promises nothing new
}

// Text finds what a reader of a language is told and in which; false if there is
// nothing for them.
func (b *Broadcast) Text(language string) (text, in string, ok bool) {
	if language == "" {
		language = "en"
	}
	base := func(tag string) string {
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		return tag
	}
	tags := sortedKeys(b.Texts)
	for _, fits := range []func(string) bool{
		func(tag string) bool { return strings.EqualFold(tag, language) },
		func(tag string) bool { return tag == base(language) },
		func(tag string) bool { return base(tag) == base(language) },
		func(tag string) bool { return tag == b.Fallback },
	} {
		if i := slices.IndexFunc(tags, fits); i >= 0 {
			return b.Texts[tags[i]], tags[i], true
		}
	}
	return "", "", false
}

// note names the note that a request gets of a broadcast in a language.
func (b *Broadcast) note(r ID, language string) NoteID {
	return NoteID(DeriveID(string(b.ID), string(r), language))
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (b *Broadcast) check() error {
	switch {
	case b.Audience != ToClient && b.Audience != Teams:
		return wrong("audience", "%q is none of client, teams", b.Audience)
	case b.Audience == Teams && !b.Next.IsZero():
		return wrong("next_update_at", "is for the clients: a message to teams promises them nothing")
	case len(b.Texts) == 0 || len(b.Texts) > maxList:
		return wrong("texts", "needs a text for each language, at most %d", maxList)
	}
	for _, tag := range sortedKeys(b.Texts) {
		if !languageTag.MatchString(tag) {
			return wrong("texts", "%q is no language tag such as en or de", tag)
		}
		if !shows(b.Texts[tag]) || len(b.Texts[tag]) > MaxText {
			return wrong("texts", "%s must not be empty nor longer than %d bytes", tag, MaxText)
		}
	}
	if _, ok := b.Texts[b.Fallback]; b.Fallback != "" && !ok {
		return wrong("fallback", "there is no text in %q", b.Fallback)
	}
	return nil
}

// Announce is the umbrella's part of a broadcast: it is kept until everybody was
// written, and stands in the umbrella's conversation for the desk. Its teams are
// told at once if it is for teams.
type Announce struct{ Broadcast }

func (c Announce) decide(w *work) error {
	b := c.Broadcast
	switch {
	case w.r.Umbrella == "":
		return wrong("umbrella", "%s is not an umbrella", w.r.Key)
	case w.r.MergedTo != "":
		return standing("umbrella", "%s was merged into another umbrella", w.r.Key)
	}
	if err := b.check(); err != nil {
		return err
	}
	if b.ID == "" {
		b.ID = NoteID(w.id())
	}
	b.By, b.Next = w.author().Name, cut(b.Next)
	w.r.Broadcasts = append(w.r.Broadcasts, b)
	w.flows()
	w.write(&Note{ID: b.ID, Audience: Internal, Author: w.author(), Body: b.record()}, nil)
	if !b.Next.IsZero() {
		if err := (Edit{NextUpdateAt: &b.Next}).decide(w); err != nil {
			return err
		}
	}
	return Tell{b}.decide(w)
}

// record is a broadcast as the desk reads it again.
func (b *Broadcast) record() string {
	var parts []string
	for _, tag := range sortedKeys(b.Texts) {
		parts = append(parts, "**"+tag+"** ("+string(b.Audience)+")\n\n"+b.Texts[tag])
	}
	return strings.Join(parts, "\n\n")
}

// RecordHead reads a line of a broadcast's record that says in which language and
// to whom the text below it goes; false for any other line.
func RecordHead(line string) (tag string, to Audience, ok bool) {
	rest, bold := strings.CutPrefix(line, "**")
	tag, rest, found := strings.Cut(rest, "** (")
	to = Audience(strings.TrimSuffix(rest, ")"))
	ok = bold && found && languageTag.MatchString(tag) && (to == ToClient || to == Teams) && strings.HasSuffix(rest, ")")
	return tag, to, ok
}

// Tell writes a broadcast to one request: to its client, or to its teams, each in
// their language. Whoever has no text is left out, and the umbrella has no client.
type Tell struct{ Broadcast }

func (c Tell) decide(w *work) error {
	for _, note := range c.Notes(w.r, w.h) {
		if err := note.decide(w); err != nil {
			return err
		}
	}
	return nil
}

// Said is a note of a broadcast and its language.
type Said struct {
	Language string
	Write
}

// Notes are what a request is to be written, one for each language; none where
// nobody is to be told. Restricted and merged requests are left alone.
func (b *Broadcast) Notes(r *Request, h House) []Said {
	if len(r.Restricted) > 0 || r.MergedTo != "" {
		return nil
	}
	if b.Audience == ToClient {
		text, tag, ok := b.Text(h.Directory.Clients[r.Client].Language)
		if !ok || r.Client == "" {
			return nil
		}
		return []Said{{tag, Write{ID: b.note(r.ID, tag), Audience: ToClient, Body: text}}}
	}
	links := map[string][]LinkID{}
	for _, id := range h.Copies(r, Teams, nil) {
		if _, tag, ok := b.Text(h.Directory.Teams[r.Link(id).Team].Language); ok {
			links[tag] = append(links[tag], id)
		}
	}
	var all []Said
	for _, tag := range sortedKeys(links) {
		all = append(all, Said{tag, Write{ID: b.note(r.ID, tag), Audience: Teams, Body: b.Texts[tag], Links: links[tag]}})
	}
	return all
}

// LeftOut is a request where nobody was written a broadcast, and why.
type LeftOut struct {
	Broadcast NoteID
	Key       Key
	Why       string
}

// told ends broadcasts, and keeps who was left out of the newest ones.
func (r *Request) told(ids []NoteID, out []LeftOut) {
	for _, x := range out {
		if slices.ContainsFunc(r.Broadcasts, func(b Broadcast) bool { return b.ID == x.Broadcast }) {
			r.LeftOut = append(r.LeftOut, x)
		}
	}
	r.LeftOut = r.LeftOut[max(len(r.LeftOut)-maxList, 0):]
	r.Broadcasts = slices.DeleteFunc(r.Broadcasts, func(b Broadcast) bool { return slices.Contains(ids, b.ID) })
}

// TellsClient reports whether clients have a note: the record of a broadcast says so.
func (r *Request) TellsClient(n *Note) bool {
	broadcast := r.Umbrella != "" && slices.ContainsFunc(strings.Split(n.Body, "\n"), func(line string) bool {
		_, to, ok := RecordHead(line)
		return ok && to == ToClient
	})
	return !n.Deleted && (n.Audience == ToClient || broadcast)
}
