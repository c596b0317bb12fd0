package request

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// FieldError is a value that cannot be taken. Field is the name by which the API
// and forms know it.
type FieldError struct{ Field, Text string }

func (e *FieldError) Error() string { return e.Field + ": " + e.Text }

// FieldErrors is everything wrong with one command.
type FieldErrors []*FieldError

func (e FieldErrors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "; ")
}

// Unwrap makes each one findable.
func (e FieldErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, x := range e {
		all[i] = x
	}
	return all
}

// IllegalMove is a status that a request cannot go to from where it stands.
type IllegalMove struct {
	From, To Status
	Legal    []Status
}

func (e *IllegalMove) Error() string {
	legal := make([]string, len(e.Legal))
	for i, s := range e.Legal {
		legal[i] = string(s)
	}
	return fmt.Sprintf("status: %s cannot become %s; legal: %s", e.From, e.To, strings.Join(legal, ", "))
}

// StillOpen says that a request cannot be closed without a word about the
// delegations that are not done.
type StillOpen struct{ Teams []TeamID }

func (e *StillOpen) Error() string {
	teams := make([]string, len(e.Teams))
	for i, t := range e.Teams {
		teams[i] = string(t)
	}
	return "status: still open with " + strings.Join(teams, ", ") + ": keep them as follow-up work or withdraw them"
}

// MissingError is a part of a request that does not exist.
type MissingError struct{ What, ID string }

func (e *MissingError) Error() string { return "no " + e.What + " " + excerpt(e.ID) }

// MovedError says that what was decided upon has changed meanwhile.
type MovedError struct{ What string }

func (e *MovedError) Error() string { return e.What + " changed meanwhile" }

// StandingError says that the command is right and the state of things stands
// against it. Field is what it is about, Text what stands and what to do instead;
// Key, if not empty, the other request that stands in the way.
type StandingError struct {
	Field, Text string
	Key         Key
}

func (e *StandingError) Error() string { return e.Field + ": " + e.Text }

// wrong is a fault of a field. Of a long text among the arguments it shows the
// beginning.
func wrong(field, format string, args ...any) error {
	return &FieldError{excerpt(field), fmt.Sprintf(format, short(args)...)}
}

// standing is a StandingError.
func standing(field, format string, args ...any) error {
	return &StandingError{Field: field, Text: fmt.Sprintf(format, short(args)...)}
}

func short(args []any) []any {
	for i, a := range args {
		if v := reflect.ValueOf(a); v.Kind() == reflect.String {
			args[i] = excerpt(v.String())
		}
	}
	return args
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
