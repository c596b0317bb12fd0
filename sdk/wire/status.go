package wire

import (
	"context"
	"errors"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
)

const (
	domain  = "spochub"
	maxText = 4 << 10
)

// classCodes are the codes of the classes. Where one code stands for two
// classes, the lower one is meant by a status without details.
var classCodes = map[fault.Class]codes.Code{
	fault.Internal:        codes.Internal,
	fault.Invalid:         codes.InvalidArgument,
	fault.NotFound:        codes.NotFound,
	fault.Gone:            codes.NotFound,
	fault.Conflict:        codes.Aborted,
	fault.Denied:          codes.PermissionDenied,
	fault.Throttled:       codes.ResourceExhausted,
	fault.Unavailable:     codes.Unavailable,
	fault.Uncertain:       codes.Unknown,
	fault.Misread:         codes.DataLoss,
	fault.Unsupported:     codes.Unimplemented,
	fault.Unauthenticated: codes.Unauthenticated,
}

// reason is the class's name in an ErrorInfo: NOT_FOUND.
func reason(c fault.Class) string {
	return strings.ToUpper(strings.ReplaceAll(c.String(), " ", "_"))
}

// toStatus turns what a connector returned into a status.
func toStatus(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		if _, ok := errors.AsType[*fault.Error](err); !ok {
			return status.FromContextError(err).Err()
		}
	}
	f := faultOf(err)
	cause := ""
	if f.Err != nil {
		cause = clean(f.Err.Error())
	}
	details := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: reason(f.Class), Domain: domain, Metadata: map[string]string{
		"op": clean(f.Op), "field": clean(f.Field), "hint": clean(f.Hint), "cause": cause,
	}}}
	if f.After > 0 {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(f.After)})
	}
	if faults, ok := errors.AsType[settings.Faults](err); ok {
		details = append(details, violations(faults))
	}
	s, detailErr := status.New(classCodes[f.Class], cause).WithDetails(details...)
	if detailErr != nil {
		return status.Error(codes.Internal, cause)
	}
	return s.Err()
}

// faultOf returns the fault that an error is or holds. What was wrapped around
// it stays part of the text.
func faultOf(err error) fault.Error {
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // one that is wrapped is told with its wrapping, below
		return *f
	}
	out := fault.Error{Class: fault.ClassOf(err), Err: err}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		out.After, out.Field = f.After, f.Field
	}
	if _, ok := errors.AsType[settings.Faults](err); ok {
		out.Class = fault.Invalid
	}
	if out.Class < 0 || classCodes[out.Class] == codes.OK {
		out.Class = fault.Internal
	}
	return out
}

func violations(faults settings.Faults) *errdetails.BadRequest {
	b := &errdetails.BadRequest{}
	for _, f := range faults {
		b.FieldViolations = append(b.FieldViolations, &errdetails.BadRequest_FieldViolation{Field: clean(f.Name), Description: clean(f.Text)})
	}
	return b
}

// clean makes a text fit to travel: valid and not endless.
func clean(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxText)], "�") }
