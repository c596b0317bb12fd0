package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
)

// auditPage is a page of the audit trail.
type auditPage struct {
	Shell
	By, Action, Object string // what is asked for
	Actions            []string
	List               []auth.Entry
	First, Next        string
}

// auditLength is how many entries a page of the trail has.
const auditLength = 50

func (s *Site) audit(w http.ResponseWriter, r *http.Request, v visitor) {
	asked := r.URL.Query()
	word := func(name string) string { return strings.TrimSpace(asked.Get(name)) }
	page := auditPage{Shell: s.shell(r, v, "audit.title"), By: word("by"), Action: word("action"), Object: word("object"), Actions: auditActions()}
	before, _ := strconv.ParseInt(word("before"), 10, 64) // what is no number asks for the newest
	list, err := s.o.Auth.Trail(r.Context(), v.Actor, auth.TrailQuery{
		Before: max(before, 0), By: page.By, Action: page.Action, Object: page.Object, Limit: auditLength + 1,
	})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	q := url.Values{"by": {page.By}, "action": {page.Action}, "object": {page.Object}}
	if before > 0 {
		page.First = "/audit?" + q.Encode()
	}
	if len(list) > auditLength {
		list = list[:auditLength]
		q.Set("before", strconv.FormatInt(list[auditLength-1].ID, 10))
		page.Next = "/audit?" + q.Encode()
	}
	page.List = list
	s.show(w, r, http.StatusOK, "audit", page)
}

// auditActions is every act that the trail may hold.
func auditActions() []string {
	return slices.Sorted(slices.Values(append(auth.Actions(), admin.Actions()...)))
}
