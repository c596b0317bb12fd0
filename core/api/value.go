package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/request"
)

// Time is RFC 3339 in UTC with six decimals; the zero time is null.
type Time time.Time

const layout = "2006-01-02T15:04:05.000000Z"

// MarshalJSON implements [json.Marshaler].
func (t Time) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte("null"), nil
	}
	return []byte(time.Time(t).UTC().Format(`"` + layout + `"`)), nil
}

// Schema implements [huma.SchemaProvider].
func (Time) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

// Text is a text that is null where it is empty.
type Text string

// MarshalJSON implements [json.Marshaler].
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// Schema implements [huma.SchemaProvider].
func (Text) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Nullable: true}
}

// Maybe is an object or null.
type Maybe[T any] struct{ value *T }

func some[T any](v T) Maybe[T] { return Maybe[T]{&v} }

// MarshalJSON implements [json.Marshaler].
func (m Maybe[T]) MarshalJSON() ([]byte, error) { return json.Marshal(m.value) }

// Schema implements [huma.SchemaProvider].
func (m Maybe[T]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{r.Schema(reflect.TypeFor[T](), true, ""), {Type: "null"}}}
}

// Patch is a member of a merge patch: absent, null or a value.
type Patch[T any] struct {
	Sent  bool
	Null  bool
	Value T // the zero value for null
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Patch[T]) UnmarshalJSON(b []byte) error {
	p.Sent = true
	if p.Null = bytes.Equal(b, []byte("null")); p.Null {
		return nil
	}
	return json.Unmarshal(b, &p.Value)
}

// Resolve implements [huma.ResolverWithPath]: a time that says "none" to the
// model is none that a caller can mean.
func (p Patch[T]) Resolve(_ huma.Context, at *huma.PathBuffer) []error {
	if t, ok := any(p.Value).(time.Time); ok && p.Sent && !p.Null && t.IsZero() {
		return []error{&huma.ErrorDetail{Location: at.String(), Message: "must lie after 2000-01-01, or be null"}}
	}
	return nil
}

// utc is a time that was sent, the zero time if none was.
func utc(p Patch[time.Time]) time.Time { return p.Value.UTC() }

// Schema implements [huma.SchemaProvider].
func (p Patch[T]) Schema(r huma.Registry) *huma.Schema {
	s := *r.Schema(reflect.TypeOf(p.Value), true, "")
	s.Nullable = true
	return &s
}

// pointer is the value if it was sent.
func (p Patch[T]) pointer() *T {
	if !p.Sent {
		return nil
	}
	return &p.Value
}

// ExternalID is what the caller names a request: a text, or a text with its
// owner and type. A text alone is the client's own name for it.
type ExternalID struct{ Owner, Type, ID string }

// UnmarshalJSON implements [json.Unmarshaler].
func (x *ExternalID) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, &x.ID)
	}
	var o struct{ Owner, Type, ID string }
	err := json.Unmarshal(b, &o)
	*x = o
	return err
}

// Schema implements [huma.SchemaProvider].
func (ExternalID) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	object := &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"id"},
		Properties: map[string]*huma.Schema{"owner": text, "type": text, "id": text},
	}
	object.PrecomputeMessages()
	return &huma.Schema{OneOf: []*huma.Schema{text, object}}
}

func (x *ExternalID) of(client request.ClientID) []request.ExternalID {
	if x == nil {
		return nil
	}
	id := request.ExternalID{Owner: x.Owner, Type: x.Type, ID: x.ID}
	if id.Owner == "" {
		id.Owner = string(client)
	}
	if id.Type == "" {
		id.Type = "ticket"
	}
	return []request.ExternalID{id}
}

// version reads an entity tag; 0 if there is none, -1 if it is not one of ours.
func version(ifMatch string) int64 {
	ifMatch = strings.TrimSpace(ifMatch)
	if ifMatch == "" || ifMatch == "*" {
		return 0
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(ifMatch, "W/"), `"`), 10, 64)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}

func tag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }
