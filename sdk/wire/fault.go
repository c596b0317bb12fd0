package wire

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
)

// call names one call to a plugin: what it is for, and whether it may have an
// effect at the tool.
type call struct {
	op    string
	write bool
}

// lost is the class of a call whose answer never came.
func (c call) lost() fault.Class {
	if c.write {
		return fault.Uncertain
	}
	return fault.Unavailable
}

// fault turns the error of a call back into what the connector returned. A call
// that ended without the connector's word (the process is gone, the context
// ended) is Uncertain for a write and Unavailable for a read.
func (c call) fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	s, _ := status.FromError(err)
	info, after, faults := details(s)
	switch {
	case faults != nil:
		return faults
	case info != nil:
		after.Class = classOf(info.Reason, s.Code())
		m := info.GetMetadata()
		after.Op, after.Field, after.Hint = m["op"], m["field"], m["hint"]
		if m["cause"] != "" {
			after.Err = errors.New(m["cause"])
		}
		return &after
	case ctx.Err() != nil:
		return &fault.Error{Op: c.op, Class: c.lost(), Err: ctx.Err()}
	}
	return c.bare(s, after)
}

// bare reads a status without details by its code.
func (c call) bare(s *status.Status, f fault.Error) error {
	f.Op, f.Err = c.op, errors.New(clean(s.Message()))
	switch s.Code() {
	case codes.Unavailable, codes.Canceled, codes.DeadlineExceeded:
		f.Class, f.Err = c.lost(), fmt.Errorf("the plugin does not answer: %w", f.Err)
	case codes.Unknown:
		f.Class = fault.Internal
	default:
		f.Class = classOf("", s.Code())
	}
	return &f
}

func details(s *status.Status) (info *errdetails.ErrorInfo, f fault.Error, faults error) {
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			if d.Domain == domain {
				info = d
			}
		case *errdetails.RetryInfo:
			f.After = d.GetRetryDelay().AsDuration()
		case *errdetails.BadRequest:
			faults = settingsFaults(d)
		}
	}
	return info, f, faults
}

func settingsFaults(b *errdetails.BadRequest) error {
	var list settings.Faults
	for _, v := range b.GetFieldViolations() {
		list = append(list, settings.Fault{Name: v.GetField(), Text: v.GetDescription()})
	}
	if list == nil {
		return nil
	}
	return list
}

// classOf finds a class by its reason, else the first one with the code.
func classOf(name string, code codes.Code) fault.Class {
	byCode := fault.Internal
	for c := fault.Class(len(classCodes) - 1); c >= 0; c-- {
		if reason(c) == name {
			return c
		}
		if classCodes[c] == code {
			byCode = c
		}
	}
	return byCode
}
