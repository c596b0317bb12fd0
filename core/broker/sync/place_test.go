package sync_test

import (
	"context"
	"slices"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// finds lets a connection find another place than there is.
func finds(another func(*ticket.Place)) change {
	return func(c *sync.Connection) { c.Conn = elsewhere(c.Conn, another) }
}

// placed is a connection with another word on its place.
type placed struct {
	sdk.Conn
	sdk.Creator
	sdk.Finder
	sdk.Editor
	sdk.Retirer
	sdk.Renderer
	sdk.Commenter
	sdk.CommentEditor
	sdk.CommentDeleter
	sdk.Watcher
	sdk.Receiver
	sdk.Uploader
	sdk.Downloader
	sdk.Cataloger
	another func(*ticket.Place)
}

func elsewhere(c sdk.Conn, another func(*ticket.Place)) placed {
	p := placed{Conn: c, another: another}
	p.Creator, _ = sdk.As[sdk.Creator](c)
	p.Finder, _ = sdk.As[sdk.Finder](c)
	p.Editor, _ = sdk.As[sdk.Editor](c)
	p.Retirer, _ = sdk.As[sdk.Retirer](c)
	p.Renderer, _ = sdk.As[sdk.Renderer](c)
	p.Commenter, _ = sdk.As[sdk.Commenter](c)
	p.CommentEditor, _ = sdk.As[sdk.CommentEditor](c)
	p.CommentDeleter, _ = sdk.As[sdk.CommentDeleter](c)
	p.Watcher, _ = sdk.As[sdk.Watcher](c)
	p.Receiver, _ = sdk.As[sdk.Receiver](c)
	p.Uploader, _ = sdk.As[sdk.Uploader](c)
	p.Downloader, _ = sdk.As[sdk.Downloader](c)
	p.Cataloger, _ = sdk.As[sdk.Cataloger](c)
	return p
}

// Has says which of the interfaces are there.
func (p placed) Has(capability string) bool {
	return slices.Contains(sdk.Capabilities(p.Conn), capability)
}

func (p placed) Ping(ctx context.Context) (ticket.Place, error) {
	place, err := p.Conn.Ping(ctx)
	p.another(&place)
	return place, err
}
