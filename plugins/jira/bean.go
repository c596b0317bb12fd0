package jira

import (
	"encoding/json"
	"strings"
	"time"
)

// The answers' shapes. go-jira's own fail on a date ending in Z and on text in
// the document format, and lose properties and the totals of comment lists.
type (
	issueBean struct {
		ID          string                     `json:"id"`
		Key         string                     `json:"key"`
		Fields      map[string]json.RawMessage `json:"fields"`
		Properties  map[string]json.RawMessage `json:"properties"`
		Changelog   *historyPage               `json:"changelog"`
		Transitions []transitionBean           `json:"transitions"`
	}

	userBean struct {
		AccountID    string `json:"accountId"`
		Name         string `json:"name"`
		Key          string `json:"key"`
		DisplayName  string `json:"displayName"`
		EmailAddress string `json:"emailAddress"`
		Active       *bool  `json:"active"`
	}

	codeBean struct {
		ID             string `json:"id"`
		Name           string `json:"name"`
		StatusCategory struct {
			Key string `json:"key"`
		} `json:"statusCategory"`
	}

	projectBean struct {
		ID             string `json:"id"`
		Key            string `json:"key"`
		Name           string `json:"name"`
		ProjectTypeKey string `json:"projectTypeKey"`
	}

	propertyBean struct {
		Key   string          `json:"key"`
		Value json.RawMessage `json:"value"`
	}

	commentBean struct {
		ID           string          `json:"id"`
		Self         string          `json:"self"`
		Body         text            `json:"body"`
		Author       *userBean       `json:"author"`
		UpdateAuthor *userBean       `json:"updateAuthor"`
		Created      stamp           `json:"created"`
		Updated      stamp           `json:"updated"`
		JSDPublic    *bool           `json:"jsdPublic"`
		Visibility   json.RawMessage `json:"visibility"`
		Properties   []propertyBean  `json:"properties"`
	}

	commentPage struct {
		StartAt    int           `json:"startAt"`
		MaxResults int           `json:"maxResults"`
		Total      int           `json:"total"`
		Comments   []commentBean `json:"comments"`
	}

	attachmentBean struct {
		ID       loose     `json:"id"`
		Filename string    `json:"filename"`
		MimeType string    `json:"mimeType"`
		Size     int64     `json:"size"`
		Content  string    `json:"content"`
		Author   *userBean `json:"author"`
	}

	historyPage struct {
		StartAt   int           `json:"startAt"`
		Total     int           `json:"total"`
		IsLast    bool          `json:"isLast"`
		Histories []historyBean `json:"histories"` // inside an issue
		Values    []historyBean `json:"values"`    // from the change log itself
	}

	historyBean struct {
		ID      loose      `json:"id"`
		Author  *userBean  `json:"author"`
		Created stamp      `json:"created"`
		Items   []itemBean `json:"items"`
	}

	itemBean struct {
		Field      string `json:"field"`
		FieldID    string `json:"fieldId"`
		From       loose  `json:"from"`
		FromString loose  `json:"fromString"`
		To         loose  `json:"to"`
		ToString   loose  `json:"toString"`
		TmpFrom    loose  `json:"tmpFromAccountId"`
		TmpTo      loose  `json:"tmpToAccountId"`
	}
)

// loose is a text that may also come as a number, a truth value or null.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = loose(s)
		return nil
	}
	*l = loose(strings.TrimSpace(string(b)))
	return nil
}

// stamp is one of Jira's times: an offset without a colon, as no standard has
// it, a Z, or milliseconds since 1970. What cannot be read is the zero time.
type stamp struct{ time.Time }

func (s *stamp) UnmarshalJSON(b []byte) error {
	var ms int64
	if json.Unmarshal(b, &ms) == nil && string(b) != "null" {
		s.Time = time.UnixMilli(ms).UTC()
		return nil
	}
	var v string
	_ = json.Unmarshal(b, &v) // what is no text is no time
	for _, layout := range []string{"2006-01-02T15:04:05.999-0700", time.RFC3339Nano} {
		if t, err := time.Parse(layout, v); err == nil {
			s.Time = t.UTC()
			return nil
		}
	}
	return nil
}

// text is wiki text, or a document of version 3 of the API turned into it.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = text(s)
		return nil
	}
	*t = text(documentWiki(b))
	return nil
}
