package redmine

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// refusal turns a bad answer into a fault.
func refusal(q call, resp *http.Response, body []byte) error {
	said := complaints(body)
	err := rest.Status(q.op, resp, strings.Join(said, "; "))
	var e *fault.Error
	if !errors.As(err, &e) {
		return err
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		e.Hint = "check the API key, and that the REST web service is enabled in Redmine's settings"
	case http.StatusForbidden:
		e.Hint = "give the account a role that may do this"
	case http.StatusUnprocessableEntity:
		e.Field = culprit(said)
	}
	return e
}

func complaints(body []byte) []string {
	var answer struct {
		Errors []string `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return nil
	}
	return answer.Errors
}

// labels are the names that Redmine's complaints begin with, in the languages
// that the desk speaks. Redmine writes them in the account's language; another
// one costs no more than the name of the field.
func labels() map[string]sdk.Field {
	return map[string]sdk.Field{
		"Subject": ticket.Title, "Thema": ticket.Title,
		"Description": ticket.Description, "Beschreibung": ticket.Description,
		"Status": ticket.State, "Priority": ticket.Priority, "Priorität": ticket.Priority,
		"Assignee": ticket.Assignee, "Zugewiesen an": ticket.Assignee,
		"Due date": ticket.Due, "Abgabedatum": ticket.Due,
	}
}

// culprit names the field at fault, where all complaints are about one.
func culprit(said []string) string {
	found := ""
	for _, text := range said {
		field := ""
		for label, f := range labels() {
			if strings.HasPrefix(text, label+" ") {
				field = string(f)
			}
		}
		if field == "" || found != "" && found != field {
			return ""
		}
		found = field
	}
	return found
}
