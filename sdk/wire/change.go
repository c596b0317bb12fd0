package wire

import (
	"maps"
	"net/http"
	"slices"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
)

func toChange(c sdk.Change) *pb.Change {
	return &pb.Change{
		Kind: string(c.Kind), Ref: toRef(c.Ref), Version: int64(c.Version), Keys: texts[string](c.Keys),
		By: optional(c.By, toActor), Cause: string(c.Cause), Ticket: optional(c.Ticket, toTicket),
		Comment: optional(c.Comment, toComment), File: optional(c.File, toFile), To: optional(c.To, toRef), Cursor: string(c.Cursor),
	}
}

func fromChange(c *pb.Change) sdk.Change {
	return sdk.Change{
		Kind: sdk.Kind(c.GetKind()), Ref: fromRef(c.GetRef()), Version: sdk.Version(c.GetVersion()), Keys: texts[sdk.Key](c.GetKeys()),
		By: pointer(c.GetBy(), fromActor), Cause: sdk.Key(c.GetCause()), Ticket: pointer(c.GetTicket(), fromTicket),
		Comment: pointer(c.GetComment(), fromComment), File: pointer(c.GetFile(), fromFile), To: pointer(c.GetTo(), fromRef), Cursor: sdk.Cursor(c.GetCursor()),
	}
}

func toDelivery(d sdk.Delivery) *pb.Delivery {
	out := &pb.Delivery{Id: d.ID, Body: d.Body, At: toTime(d.At), Authentic: d.Authentic}
	for _, name := range slices.Sorted(maps.Keys(d.Header)) {
		out.Header = append(out.Header, &pb.Header{Name: name, Values: d.Header[name]})
	}
	return out
}

func fromDelivery(d *pb.Delivery) sdk.Delivery {
	out := sdk.Delivery{ID: d.GetId(), Body: d.GetBody(), At: fromTime(d.GetAt()), Authentic: d.GetAuthentic(), Header: http.Header{}}
	for _, h := range d.GetHeader() {
		out.Header[h.GetName()] = h.GetValues()
	}
	return out
}
