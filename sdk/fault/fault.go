// Package fault holds the error that connectors return and the one place that
// decides from it whether a call is tried again.
package fault

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Class tells a program what kind of failure it is. Values cross the wire:
// append only.
type Class int

// The classes.
const (
	Internal        Class = iota // a bug, ours or the connector's
	Invalid                      // the tool refused the values; trying the same again is of no use
	NotFound                     // gone, or hidden from us: never proof of a deletion
	Gone                         // the tool says that it was deleted
	Conflict                     // somebody changed it meanwhile; read and decide again
	Denied                       // the credential may not do this, here
	Throttled                    // not executed; the tool asks us to wait
	Unavailable                  // not executed: refused connection, DNS, maintenance
	Uncertain                    // a write's reply was lost: it may have happened or may still happen
	Misread                      // an answer that was not understood; on a write the same as Uncertain
	Unsupported                  // the tool or this connector cannot do it
	Unauthenticated              // the credential itself is not accepted: wrong, expired, locked
)

// names are the classes in words, in their order.
var names = [...]string{"internal", "invalid", "not found", "gone", "conflict", "denied", "throttled", "unavailable", "uncertain", "misread", "unsupported", "unauthenticated"}

func (c Class) String() string {
	if c < 0 || int(c) >= len(names) {
		return "internal"
	}
	return names[c]
}

// Error is a failure of a call to a tool: Class for the program, Op, Hint and
// Err for people. It never holds a secret.
type Error struct {
	Op    string        // what was tried: "create issue"
	Class Class         //
	After time.Duration // Throttled, Unavailable: wait this long; 0 leaves it to the hub
	Field string        // Invalid: the field or setting at fault, where the tool says
	Hint  string        // what a person can do about it
	Err   error         // the cause
}

func (e *Error) Error() string {
	s := e.Class.String()
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an *Error of the same class without details, so
// that errors.Is(err, fault.New(fault.Gone)) asks for the class.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Op == "" && t.Err == nil && t.Class == e.Class
}

// New returns a bare error of a class, to compare with errors.Is.
func New(c Class) *Error { return &Error{Class: c} }

// Errorf returns an error of a class with a formatted cause.
func Errorf(c Class, op, format string, args ...any) *Error {
	return &Error{Op: op, Class: c, Err: fmt.Errorf(format, args...)}
}

// ClassOf returns the class of err: that of the outermost [Error] inside it,
// Uncertain for a cancelled or expired context (the call may have gone out),
// Internal for anything else.
func ClassOf(err error) Class {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Class
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Uncertain
	}
	return Internal
}
