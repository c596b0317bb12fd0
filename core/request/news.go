package request

import (
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// NewsFor is how long something new waits for those who have not read it.
const NewsFor = 14 * 24 * time.Hour

// Unread selects open requests with something new that a person has not read.
type Unread struct {
	By    string    // a login; "" selects nothing of itself
	After time.Time // what is older is no news
}

// News reports whether an event is for people to read, and not what the hub and a
// tool settle between them.
func (e Event) News() bool {
	switch e.Type {
	case SyncNotice:
		return false
	case LinkChanged:
		return e.Field == ticket.State || e.Field == ticket.Assignee
	case Changed:
		return e.Field != "attention"
	default:
		return true
	}
}
