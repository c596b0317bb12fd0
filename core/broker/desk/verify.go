package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// How often a PIN may be wrong, and for how long that counts.
const (
	mostTries = 5
	triesFor  = 15 * time.Minute
)

// PINError says that a PIN was not taken: it is wrong and may be said so many
// times more, or no more until a time.
type PINError struct {
	Left  int
	Until time.Time // with Left 0
}

func (e *PINError) Error() string {
	if e.Left == 0 {
		return "pin: too many wrong ones: no more until " + e.Until.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("pin: wrong, %d more", e.Left)
}

// tries counts the wrong PINs of each contact.
type tries struct {
	mu    sync.Mutex
	wrong map[string][]time.Time
}

// recent lists the wrong PINs of late.
func (t *tries) recent(who string, now time.Time) []time.Time {
	list := slices.DeleteFunc(t.wrong[who], func(at time.Time) bool { return !at.After(now.Add(-triesFor)) })
	t.wrong[who] = list
	return list
}

// check tries a PIN, and tells how many wrong ones went before a right one. No
// two are tried at once: the limit would not hold.
func (t *tries) check(who, hash, pin string, now time.Time) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.recent(who, now)
	if len(before) >= mostTries {
		return 0, &PINError{Until: before[0].Add(triesFor)}
	}
	if auth.CheckPassword(hash, pin) {
		delete(t.wrong, who)
		return len(before), nil
	}
	t.wrong[who] = append(before, now)
	left := mostTries - len(before) - 1
	return 0, &PINError{Left: left, Until: t.wrong[who][0].Add(triesFor)}
}

// HasPIN reports whether a contact has a PIN to prove who calls.
func (s *Service) HasPIN(client request.ClientID, contact string) bool {
	c, ok := s.Directory().Contact(client, contact)
	return ok && s.o.PIN(client, c.Mail) != ""
}

// Proof is what a caller says or the desk did to make sure who calls.
type Proof struct {
	Contact string // by name or mail address
	Called  bool   // they were called back at the number on file
	PIN     string
}

// verify judges a proof: the caller as verified, and how many wrong PINs went
// before. Without a proof nobody is verified. [PINError].
func (s *Service) verify(client request.ClientID, p Proof) (request.Verify, error) {
	v := request.Verify{Name: p.Contact}
	if p.PIN == "" && !p.Called {
		return v, nil
	}
	c, ok := s.Directory().Contact(client, p.Contact)
	switch {
	case !ok:
		return v, &request.FieldError{Field: "contact", Text: "only a contact of the client can be verified"}
	case p.PIN == "" && c.Phone == "":
		return v, &request.FieldError{Field: "verified", Text: "there is no number on file"}
	case p.PIN == "":
		v.Name, v.Number, v.How = c.Name, c.Phone, request.ByCallBack
		return v, nil
	}
	hash := s.o.PIN(client, c.Mail)
	if hash == "" {
		return v, &request.FieldError{Field: "pin", Text: "there is no PIN on file"}
	}
	failed, err := s.tries.check(string(client)+" "+c.Mail, hash, p.PIN, s.o.Now())
	v.Name, v.How, v.Failed = c.Name, request.ByPIN, failed
	return v, err
}

// Verify keeps how the desk made sure who speaks for the client of a request.
// [PINError]; without a proof it is a [request.FieldError].
func (s *Service) Verify(ctx context.Context, by auth.Actor, t Target, p Proof) (*request.Request, error) {
	item, err := s.Get(ctx, by, t.Key)
	if err != nil {
		return nil, err
	}
	if err := by.Check(auth.Work); err != nil {
		return nil, err
	}
	v, err := s.verify(item.Request.Client, p)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, by, t, func(t *turn) error {
		_, err := t.do(v)
		return err
	})
}

// Callers finds who somebody is by number, mail address or name.
func (s *Service) Callers(by auth.Actor, said string) []request.Known {
	if by.Check(auth.Work) != nil {
		return nil
	}
	return s.Directory().Callers(said)
}

// FindService finds the services that somebody means by any id, ours, the client's
// or the carrier's, or by a component.
func (s *Service) FindService(name string) []request.ServiceID {
	return s.parties.Load().finder.Service(name)
}

// ServicesBeginning finds the services one of whose ids begins with what was typed
// of it so far.
func (s *Service) ServicesBeginning(name string) []request.ServiceID {
	return s.parties.Load().finder.Beginning(name)
}
