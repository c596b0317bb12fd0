package web

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// How long somebody counts as here after their last page closed, and is shown as
// away after that.
const (
	stillHere = 15 * time.Second
	stillAway = 15 * time.Minute
)

// presence knows who has pages of this node open, and which requests they look at.
type presence struct {
	mu     sync.Mutex
	now    func() time.Time
	people map[string]*somebody // by login
}

type somebody struct {
	name string
	open map[*place]bool
	left time.Time // when the last page closed
}

// place is one open page.
type place struct{ key request.Key }

// enter notes an open page until leave; key is the request that it shows, "" none.
func (p *presence) enter(a auth.Actor, key request.Key) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.people == nil {
		p.people = map[string]*somebody{}
	}
	who := p.people[a.Login]
	if who == nil {
		who = &somebody{open: map[*place]bool{}}
		p.people[a.Login] = who
	}
	at := &place{key}
	who.name, who.open[at] = a.Title(), true
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(who.open, at)
		who.left = p.now()
	}
}

// colleague is somebody who is here, or was a moment ago.
type colleague struct {
	Name, Initials string
	Me             bool
	Away           time.Time // since when; zero while here
	keys           []request.Key
}

// colleagues lists who is here, the reader first, then by name.
func (p *presence) colleagues(me string) []colleague {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []colleague
	for login, who := range p.people {
		gone := p.now().Sub(who.left)
		if len(who.open) == 0 && gone > stillAway {
			delete(p.people, login)
			continue
		}
		c := colleague{Name: who.name, Initials: initials(who.name), Me: login == me}
		if len(who.open) == 0 && gone > stillHere {
			c.Away = who.left
		}
		for at := range who.open {
			if at.key != "" && !slices.Contains(c.keys, at.key) {
				c.keys = append(c.keys, at.key)
			}
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b colleague) int {
		return cmp.Or(cmp.Compare(rank(!a.Me), rank(!b.Me)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// looking says who else looks at which requests.
func looking(l *language, list []colleague) map[request.Key]string {
	names := map[request.Key][]string{}
	for _, c := range list {
		for _, key := range c.keys {
			if !c.Me {
				names[key] = append(names[key], c.Name)
			}
		}
	}
	out := map[request.Key]string{}
	for key, who := range names {
		if out[key] = l.say("here.looks", who[0]); len(who) > 1 {
			out[key] = l.say("here.look", who[0], len(who)-1)
		}
	}
	return out
}
