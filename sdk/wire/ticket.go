package wire

import (
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
)

func toRef(r sdk.Ref) *pb.Ref {
	return &pb.Ref{Id: r.ID, Container: r.Container, Key: r.Key, Url: r.URL}
}

func fromRef(r *pb.Ref) sdk.Ref {
	return sdk.Ref{ID: r.GetId(), Container: r.GetContainer(), Key: r.GetKey(), URL: r.GetUrl()}
}

func toActor(a sdk.Actor) *pb.Actor {
	return &pb.Actor{Id: a.ID, Name: a.Name, Email: a.Email, Self: a.Self, Member: a.Member}
}

func fromActor(a *pb.Actor) sdk.Actor {
	return sdk.Actor{ID: a.GetId(), Name: a.GetName(), Email: a.GetEmail(), Self: a.GetSelf(), Member: a.GetMember()}
}

func toCell(c sdk.Cell) *pb.Cell {
	return &pb.Cell{
		Native: string(c.Native), Set: texts[string](c.Set), Markdown: c.Markdown, Name: c.Name,
		By: optional(c.By, toActor), At: toTime(c.At),
	}
}

func fromCell(c *pb.Cell) sdk.Cell {
	return sdk.Cell{
		Native: sdk.Native(c.GetNative()), Set: texts[sdk.Native](c.GetSet()), Markdown: c.GetMarkdown(), Name: c.GetName(),
		By: pointer(c.GetBy(), fromActor), At: fromTime(c.GetAt()),
	}
}

func toEdit(e sdk.Edit) *pb.Edit {
	return &pb.Edit{
		Field: string(e.Field), From: string(e.From), To: string(e.To),
		By: optional(e.By, toActor), Version: int64(e.Version), At: toTime(e.At),
	}
}

func fromEdit(e *pb.Edit) sdk.Edit {
	return sdk.Edit{
		Field: sdk.Field(e.GetField()), From: sdk.Native(e.GetFrom()), To: sdk.Native(e.GetTo()),
		By: pointer(e.GetBy(), fromActor), Version: sdk.Version(e.GetVersion()), At: fromTime(e.GetAt()),
	}
}

func toTicket(t sdk.Ticket) *pb.Ticket {
	return &pb.Ticket{
		Ref: toRef(t.Ref), Was: optional(t.Was, toRef), Version: int64(t.Version), By: optional(t.By, toActor),
		Keys: texts[string](t.Keys), Cells: table[string](t.Cells, toCell),
		Log: list(t.Log, toEdit), LogAfter: int64(t.LogAfter),
		Comments: list(t.Comments, toComment), AllComments: t.AllComments, NComments: int64(t.NComments),
		Files: list(t.Files, toFile), AllFiles: t.AllFiles,
	}
}

func fromTicket(t *pb.Ticket) sdk.Ticket {
	return sdk.Ticket{
		Ref: fromRef(t.GetRef()), Was: pointer(t.GetWas(), fromRef), Version: sdk.Version(t.GetVersion()), By: pointer(t.GetBy(), fromActor),
		Keys: texts[sdk.Key](t.GetKeys()), Cells: table[sdk.Field](t.GetCells(), fromCell),
		Log: list(t.GetLog(), fromEdit), LogAfter: sdk.Version(t.GetLogAfter()),
		Comments: list(t.GetComments(), fromComment), AllComments: t.GetAllComments(), NComments: int(t.GetNComments()),
		Files: list(t.GetFiles(), fromFile), AllFiles: t.GetAllFiles(),
	}
}

func toComment(c sdk.Comment) *pb.Comment {
	return &pb.Comment{
		Id: c.ID, Version: int64(c.Version), By: optional(c.By, toActor), At: toTime(c.At),
		Native: string(c.Native), Markdown: c.Markdown, Keys: texts[string](c.Keys), Private: c.Private, Hidden: c.Hidden,
	}
}

func fromComment(c *pb.Comment) sdk.Comment {
	return sdk.Comment{
		ID: c.GetId(), Version: sdk.Version(c.GetVersion()), By: pointer(c.GetBy(), fromActor), At: fromTime(c.GetAt()),
		Native: sdk.Native(c.GetNative()), Markdown: c.GetMarkdown(), Keys: texts[sdk.Key](c.GetKeys()), Private: c.GetPrivate(), Hidden: c.GetHidden(),
	}
}

func toFile(f sdk.File) *pb.File {
	return &pb.File{
		Id: f.ID, Name: f.Name, Type: f.Type, Sha256: f.SHA256, CommentId: f.CommentID,
		Size: f.Size, By: optional(f.By, toActor), Private: f.Private, Keys: texts[string](f.Keys),
	}
}

func fromFile(f *pb.File) sdk.File {
	return sdk.File{
		ID: f.GetId(), Name: f.GetName(), Type: f.GetType(), SHA256: f.GetSha256(), CommentID: f.GetCommentId(),
		Size: f.GetSize(), By: pointer(f.GetBy(), fromActor), Private: f.GetPrivate(), Keys: texts[sdk.Key](f.GetKeys()),
	}
}

func toTime(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func fromTime(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}

func toDuration(d time.Duration) *durationpb.Duration {
	if d == 0 {
		return nil
	}
	return durationpb.New(d)
}
