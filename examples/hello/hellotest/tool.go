// Package hellotest is a small tracker, the tool that the hello connector
// joins: boards with cards, comments, a change list and signed webhooks. It lives
// in memory.
package hellotest

import (
	"slices"
	"strconv"
	"sync"

	"github.com/spochub/spochub/sdk/breakable"
)

// Tool is the tracker. It is safe for concurrent use.
type Tool struct {
	Hooks *breakable.Sender

	token, secret string
	mu            sync.Mutex
	seq           int64 // of the last change
	next          int   // id of the next card or comment
	cards         []*Card
}

// Card is one record of the tracker.
type Card struct {
	ID       string    `json:"id"`
	Board    string    `json:"board"`
	Seq      int64     `json:"seq"` // of its last change
	Author   string    `json:"author"`
	Title    string    `json:"title"`
	Text     string    `json:"text"`
	State    string    `json:"state"`    // open, doing, closed
	External string    `json:"external"` // a caller's own id, searchable
	Comments []Comment `json:"comments"`
}

// Comment is one entry below a card.
type Comment struct {
	ID       string `json:"id"`
	Author   string `json:"author"`
	Text     string `json:"text"`
	External string `json:"external"`
}

// New starts a tracker that accepts token and signs its webhooks with secret;
// Close ends it.
func New(token, secret string) *Tool {
	return &Tool{Hooks: breakable.NewSender(), token: token, secret: secret}
}

// Close ends the webhooks.
func (t *Tool) Close() { t.Hooks.Close() }

// Create makes a card as author.
func (t *Tool) Create(author string, c Card) Card {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next++
	c.ID, c.Author, c.Comments = strconv.Itoa(t.next), author, []Comment{}
	if c.State == "" {
		c.State = "open"
	}
	t.cards = append(t.cards, &c)
	return t.changed(&c)
}

// Update changes a card under the lock; false: there is none.
func (t *Tool) Update(id string, change func(*Card)) (Card, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.cards {
		if c.ID == id {
			change(c)
			return t.changed(c), true
		}
	}
	return Card{}, false
}

// Comment adds a comment to a card as author.
func (t *Tool) Comment(author, card string, c Comment) (Comment, bool) {
	_, ok := t.Update(card, func(on *Card) {
		t.next++
		c.ID, c.Author = strconv.Itoa(t.next), author
		on.Comments = append(slices.Clip(on.Comments), c)
	})
	return c, ok
}

// Delete removes a card; false: there is none.
func (t *Tool) Delete(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(t.cards)
	t.cards = slices.DeleteFunc(t.cards, func(c *Card) bool { return c.ID == id })
	return len(t.cards) < n
}

// Cards returns the cards that fit, the longest unchanged first.
func (t *Tool) Cards(fits func(Card) bool) []Card {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := []Card{}
	for _, c := range t.cards {
		if fits(*c) {
			list = append(list, *c)
		}
	}
	slices.SortFunc(list, func(a, b Card) int { return int(a.Seq - b.Seq) })
	return list
}

// changed numbers the change and sends its webhook. The lock is held.
func (t *Tool) changed(c *Card) Card {
	t.seq++
	c.Seq = t.seq
	t.emit(*c)
	return *c
}
