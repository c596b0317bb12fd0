package wire

import (
	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
)

func toDraft(d sdk.Draft) *pb.Draft {
	return &pb.Draft{Key: string(d.Key), Container: d.Container, Type: d.Type, Cells: table[string](d.Cells, toCell)}
}

func fromDraft(d *pb.Draft) sdk.Draft {
	return sdk.Draft{Key: sdk.Key(d.GetKey()), Container: d.GetContainer(), Type: d.GetType(), Cells: table[sdk.Field](d.GetCells(), fromCell)}
}

func toPatch(p sdk.Patch) *pb.Patch {
	return &pb.Patch{
		Set: table[string](p.Set, text), Pre: table[string](p.Pre, text),
		Add: texts[string](p.Add), Remove: texts[string](p.Remove),
	}
}

func fromPatch(p *pb.Patch) sdk.Patch {
	return sdk.Patch{
		Set: table[sdk.Field](p.GetSet(), native), Pre: table[sdk.Field](p.GetPre(), native),
		Add: texts[sdk.Native](p.GetAdd()), Remove: texts[sdk.Native](p.GetRemove()),
	}
}

func text(n sdk.Native) string   { return string(n) }
func native(s string) sdk.Native { return sdk.Native(s) }

func toText(t sdk.Text) *pb.Text {
	return &pb.Text{Field: string(t.Field), Markdown: t.Markdown, Current: string(t.Current), Private: t.Private}
}

func fromText(t *pb.Text) sdk.Text {
	return sdk.Text{Field: sdk.Field(t.GetField()), Markdown: t.GetMarkdown(), Current: sdk.Native(t.GetCurrent()), Private: t.GetPrivate()}
}

func toCommentDraft(d sdk.CommentDraft) *pb.CommentDraft {
	return &pb.CommentDraft{Native: string(d.Native), Private: d.Private}
}

func fromCommentDraft(d *pb.CommentDraft) sdk.CommentDraft {
	return sdk.CommentDraft{Native: sdk.Native(d.GetNative()), Private: d.GetPrivate()}
}

func toNeed(n sdk.Need) *pb.Need {
	return &pb.Need{LogAfter: int64(n.LogAfter), Log: n.Log, Comments: n.Comments, Files: n.Files}
}

func fromNeed(n *pb.Need) sdk.Need {
	return sdk.Need{LogAfter: sdk.Version(n.GetLogAfter()), Log: n.GetLog(), Comments: n.GetComments(), Files: n.GetFiles()}
}
