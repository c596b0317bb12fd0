package sdk

import (
	"reflect"
	"slices"
)

// CapabilityName is the name by which a manifest and a [Place] list the
// one-verb interface T: "Creator", "Watcher" and so on.
func CapabilityName[T any]() string { return reflect.TypeFor[T]().Name() }

// Able lists what a connection can do where problems keep it from some of it, as a
// Place's Can should say.
func Able(c Conn, problems []Problem) []string {
	can := Capabilities(c)
	for _, p := range problems {
		can = slices.DeleteFunc(can, func(name string) bool { return slices.Contains(p.Lacks, name) })
	}
	return can
}

// Capabilities lists the optional interfaces that a connection implements, in
// the order of their declaration. It is what a connector's Manifest.Can should
// be, and sdktest checks that it is.
func Capabilities(c Conn) []string {
	var can []string
	for _, try := range []struct {
		name string
		has  bool
	}{
		{"Creator", is[Creator](c)},
		{"Finder", is[Finder](c)},
		{"Editor", is[Editor](c)},
		{"Retirer", is[Retirer](c)},
		{"Renderer", is[Renderer](c)},
		{"Commenter", is[Commenter](c)},
		{"CommentEditor", is[CommentEditor](c)},
		{"CommentDeleter", is[CommentDeleter](c)},
		{"Watcher", is[Watcher](c)},
		{"Receiver", is[Receiver](c)},
		{"Uploader", is[Uploader](c)},
		{"Downloader", is[Downloader](c)},
		{"Cataloger", is[Cataloger](c)},
	} {
		if try.has {
			can = append(can, try.name)
		}
	}
	return can
}

func is[T any](c Conn) bool { _, ok := As[T](c); return ok }
