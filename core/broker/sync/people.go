package sync

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	stdsync "sync"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Person is somebody at the desk.
type Person struct{ Login, Name, Mail string }

// peopleFor is how long who works at the desk is taken for current.
const peopleFor = 15 * time.Second

// people remembers who works at the desk: whom a tool knows by a mail address is
// called by the name that they have here.
type people struct {
	mu     stdsync.Mutex
	at     time.Time
	byMail map[string]Person // in lower case
	mails  map[string]string // by login
}

// learn reads who works at the desk, outside of any transaction. What is known
// already stands where they cannot be read.
func (e *Engine) learn(ctx context.Context) {
	now := e.now()
	if e.staff == nil || e.people.current(now) {
		return
	}
	list, err := e.staff(ctx)
	if err != nil {
		e.log.WarnContext(ctx, "read who works at the desk", "error", err)
		return
	}
	e.people.mu.Lock() // transactions take it: it is not held while anything is read
	defer e.people.mu.Unlock()
	e.people.at, e.people.byMail, e.people.mails = now, map[string]Person{}, map[string]string{}
	for _, p := range list {
		if mail := strings.ToLower(strings.TrimSpace(p.Mail)); mail != "" {
			e.people.byMail[mail], e.people.mails[p.Login] = p, mail
		}
	}
}

func (p *people) current(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.at.IsZero() && now.Sub(p.at).Abs() < peopleFor
}

// named is what somebody with a mail address is called at the desk, "" if nobody
// there has it.
func (p *people) named(mail string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.byMail[strings.ToLower(mail)]
	return cmp.Or(who.Name, who.Login)
}

func (p *people) mail(login string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mails[login]
}

// called is what an account of the tool is called: by the connection's table, by
// the mail address that the tool shows, else as the tool calls it.
func (x *transaction) called(id, mail, name string) string {
	if table, ok := x.c.People[id]; ok {
		return cmp.Or(x.people.named(table), table)
	}
	if mail == "" {
		mail, _ = x.codes.Read(ticket.Assignee, ticket.Native(id))
	}
	return cmp.Or(x.people.named(mail), name, id)
}

// person is whom a ticket is assigned to.
func (x *transaction) person(fs reconcile.FieldState) string {
	return request.OneLine(x.called(string(fs.Seen), "", fs.Name))
}

// assignee belongs to the team: the hub's side is what was last agreed. Where the
// connection lets it go out, it is who has the request here, once the ticket has
// told whom it has: an account that the tool lists for them, and nobody else.
func (x *transaction) assignee() reconcile.Value {
	base, who := x.doc.State.Fields[ticket.Assignee].Base, x.r.Assignee
	agreed := reconcile.Value{Version: 1}
	if base != nil {
		agreed = reconcile.Value{Text: string(base.Native), Version: base.Version}
	}
	if dir := x.rules.Directions[ticket.Assignee]; dir != reconcile.Both && dir != reconcile.Out || who == "" || base == nil && !x.l.Imported {
		return agreed
	}
	mail := x.people.mail(who)
	if _, known := x.codes.Write(ticket.Assignee, mail, ""); mail == "" || !known {
		x.stranger = fmt.Sprintf("assignee: %s has no account at the tool that is known here, and is not written", cmp.Or(x.people.named(mail), who))
		return agreed
	}
	return reconcile.Value{Text: mail, Version: versionOf(mail)}
}

// versionOf tells values apart that have no counter of their own.
func versionOf(text string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return int64(h.Sum64()>>2) + 2
}

// unknownAssignee says at the link, once in the history too, that who has the
// request here cannot be assigned there.
func (x *transaction) unknownAssignee() string {
	if x.stranger != "" && x.l.Error != x.stranger {
		x.event(request.Event{Type: request.SyncNotice, Field: ticket.Assignee, Verdict: request.Recorded, To: x.r.Assignee, Reason: x.stranger})
	}
	return x.stranger
}

// agreedAssignee is the version of the assignee that both sides agreed on last.
func (x *transaction) agreedAssignee() int64 {
	if base := x.doc.State.Fields[ticket.Assignee].Base; base != nil {
		return base.Version
	}
	return x.assignee().Version
}
