package web

import (
	"cmp"
	"net/url"
	"time"

	"github.com/spochub/spochub/core/request"
)

// The next update is proposed for an hour from now, at a full quarter.
const (
	nextUpdate = time.Hour
	quarter    = 15 * time.Minute
)

// update begins the reply with the usual words of an update, in the client's
// language, and proposes when the next one is due. Nothing is sent by it.
func (s *Site) update(p *requestPage, d *request.Directory) {
	l := s.languages[d.Clients[p.R.Client].Language]
	if l == nil {
		l = s.languages[cmp.Or(s.o.Locale, "en")]
	}
	next := s.o.Now().Add(nextUpdate + quarter - time.Microsecond).Truncate(quarter)
	hello := l.text["update.hello"]
	if p.R.Contact != "" {
		hello = l.say("update.helloto", p.R.Contact)
	}
	p.Compose.Next = s.toInput(next)
	p.Compose.Body = hello + "\n\n" + l.say("update.body", p.R.AsTold().Title, l.word("standing", portalStatus(p.R.Status)), next.In(s.o.TimeZone).Format("15:04 MST"))
}

// usualWords fills the composer with what an address asks for.
func (s *Site) usualWords(p *requestPage, d *request.Directory, asked url.Values) {
	p.use(asked.Get("draft"))
	if asked.Has("update") && p.Compose.Draft == "" && !p.R.Status.Over() && p.Works && p.R.Umbrella == "" {
		s.update(p, d)
	}
}
