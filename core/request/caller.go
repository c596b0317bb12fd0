package request

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Caller is who spoke for the client when the desk took the request, and how the
// desk made sure of that.
type Caller struct {
	Name     string
	Number   string // they called from, or were called back at
	Verified Verification
	By       string    // who made sure
	At       time.Time // when
	Failed   int       `json:",omitempty"` // how many tries with a wrong PIN went before
}

// Unproven is the caller without any proof, nil for none.
func (c *Caller) Unproven() *Caller {
	if c == nil {
		return nil
	}
	return &Caller{Name: c.Name, Number: c.Number}
}

// Verification says how the desk made sure who speaks.
type Verification string

// The ways. The zero value: it did not.
const (
	Unverified Verification = ""
	ByCallBack Verification = "call_back" // called back at the number on file
	ByPIN      Verification = "pin"
)

const (
	maxNumber   = 60 // bytes
	leastDigits = 7  // of a number that stands for somebody
)

// Known is a contact of a client that somebody may be.
type Known struct {
	Client  ClientID
	Contact Contact
}

// Callers finds who somebody is by the number that they call from, their mail
// address or their name; several where it is not certain, as for one who acts for
// several clients.
func (d *Directory) Callers(said string) []Known {
	said = strings.TrimSpace(said)
	if said == "" {
		return nil
	}
	var all []Known
	for _, id := range sortedKeys(d.Clients) {
		for _, c := range d.Clients[id].Contacts {
			if strings.EqualFold(said, c.Name) || strings.EqualFold(said, c.Mail) || sameNumber(said, c.Phone) {
				all = append(all, Known{id, c})
			}
		}
	}
	return all
}

// sameNumber compares telephone numbers as people write them: with the country's
// code, or with a zero for it.
func sameNumber(a, b string) bool {
	a, b = dialled(a), dialled(b)
	return len(a) >= leastDigits && len(b) >= leastDigits && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

// dialled are the digits of a telephone number, without what stands before the area; ""
// of a text that is none.
func dialled(number string) string {
	if strings.ContainsFunc(number, unicode.IsLetter) {
		return ""
	}
	only := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
	return strings.TrimLeft(only, "0")
}

// Contact finds a person of a client by name or mail address.
func (d *Directory) Contact(id ClientID, who string) (Contact, bool) {
	list := d.Clients[id].Contacts
	i := slices.IndexFunc(list, func(c Contact) bool { return who != "" && (who == c.Name || strings.EqualFold(who, c.Mail)) })
	if i < 0 {
		return Contact{}, false
	}
	return list[i], true
}

// Verify keeps how the desk made sure who speaks for the client.
type Verify struct {
	Name, Number string
	How          Verification
	Failed       int // how many tries with a wrong PIN went before
}

func (c Verify) decide(w *work) error {
	caller := Caller{Name: OneLine(c.Name), Number: OneLine(c.Number), Verified: c.How, Failed: c.Failed}
	if err := cmp.Or(w.r.Living("key"), w.checkCaller(&caller)); err != nil {
		return err
	}
	if caller.Verified == Unverified {
		return wrong("verified", "%q is none of call_back, pin", c.How)
	}
	w.r.Caller = &caller
	w.verified()
	return nil
}

func (w *work) checkCaller(c *Caller) error {
	switch {
	case c == nil:
		return nil
	case c.Verified != Unverified && c.Verified != ByCallBack && c.Verified != ByPIN:
		return wrong("verified", "%q is none of call_back, pin", c.Verified)
	case c.Verified != Unverified && c.Name == "":
		return wrong("caller", "say who was verified")
	case len(c.Number) > maxNumber:
		return wrong("caller", "is longer than %d bytes", maxNumber)
	}
	return checkName("caller", c.Name)
}

// verified notes in the history who made sure of the caller, and how.
func (w *work) verified() {
	c := w.r.Caller
	c.By, c.At = w.cause.By.Name, w.cause.At
	reason := string(c.Verified)
	if c.Failed > 0 {
		reason += " after wrong tries"
	}
	w.event(Event{Type: CallerVerified, Field: "caller", To: c.Name, Reason: reason})
}
