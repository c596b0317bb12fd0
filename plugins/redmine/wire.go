package redmine

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// named is how Redmine refers to another record.
type named struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func (n *named) id() string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(n.ID)
}

type status struct {
	named
	Closed bool `json:"is_closed"`
}

type issue struct {
	ID          int           `json:"id"`
	Project     named         `json:"project"`
	Status      named         `json:"status"`
	Priority    *named        `json:"priority"`
	Author      *named        `json:"author"`
	AssignedTo  *named        `json:"assigned_to"`
	Subject     string        `json:"subject"`
	Description string        `json:"description"`
	DueDate     string        `json:"due_date"`
	CreatedOn   time.Time     `json:"created_on"`
	UpdatedOn   time.Time     `json:"updated_on"`
	Custom      []customValue `json:"custom_fields"`
	Journals    []journal     `json:"journals"`
	Attachments []attachment  `json:"attachments"`
}

type issueAnswer struct {
	Issue issue `json:"issue"`
}

type customValue struct {
	named
	Value oneOrMany `json:"value"`
}

// oneOrMany is a custom field's value: a text, a list of texts, or null.
type oneOrMany []string

// UnmarshalJSON takes any of the three forms.
func (v *oneOrMany) UnmarshalJSON(b []byte) error {
	var many []string
	if json.Unmarshal(b, &many) == nil {
		*v = many
		return nil
	}
	var one string
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*v = oneOrMany{one}
	return nil
}

func (v oneOrMany) String() string { return strings.Join(v, "\n") }

// journal is one entry of an issue's history: a note, changes, or both.
type journal struct {
	ID        int       `json:"id"`
	User      *named    `json:"user"`
	Notes     string    `json:"notes"`
	Private   bool      `json:"private_notes"`
	CreatedOn time.Time `json:"created_on"`
	UpdatedOn time.Time `json:"updated_on"` // zero before Redmine 5.1
	Details   []detail  `json:"details"`
}

type detail struct {
	Property string    `json:"property"` // attr, cf, attachment, relation
	Name     string    `json:"name"`
	Old      oneOrMany `json:"old_value"`
	New      oneOrMany `json:"new_value"`
}

type attachment struct {
	ID          int    `json:"id"`
	Filename    string `json:"filename"`
	Size        int64  `json:"filesize"`
	Type        string `json:"content_type"`
	Description string `json:"description"`
	Author      *named `json:"author"`
}

type user struct {
	ID          int    `json:"id"`
	Login       string `json:"login"`
	First       string `json:"firstname"`
	Last        string `json:"lastname"`
	Mail        string `json:"mail"`
	Admin       bool   `json:"admin"`
	Memberships []struct {
		Project named   `json:"project"`
		Roles   []named `json:"roles"`
	} `json:"memberships"`
}

type project struct {
	named
	Identifier string  `json:"identifier"`
	Public     bool    `json:"is_public"`
	Trackers   []named `json:"trackers"`
	Custom     []named `json:"issue_custom_fields"`
}
