package wire

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/rest"
)

// Changes implements [sdk.Watcher]. The poll begins when it is ranged over and
// ends, at the plugin too, when the range is left.
func (c *Client) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		poll := call{op: "changes"}
		stream, err := c.rpc.Changes(ctx, &pb.ChangesRequest{Cursor: string(from)})
		if err != nil {
			yield(sdk.Change{}, poll.fault(ctx, err))
			return
		}
		for {
			m, err := stream.Recv()
			if err != nil {
				count(ctx, stream.Trailer())
				if !errors.Is(err, io.EOF) {
					yield(sdk.Change{}, poll.fault(ctx, err))
				}
				return
			}
			rest.MeterOf(ctx).Add(fromTally(m.GetTally()))
			if !yield(fromChange(m.GetChange()), nil) {
				return
			}
		}
	}
}

// Upload implements [sdk.Uploader]. A body that fails never arrives as a
// shorter one.
func (c *Client) Upload(ctx context.Context, r sdk.Ref, k sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	up := call{"upload", true}
	stream, err := c.rpc.Upload(ctx)
	if err != nil {
		return sdk.File{}, up.fault(ctx, err)
	}
	next := &pb.UploadRequest{Ref: toRef(r), Key: string(k), File: toFile(f)}
	err = send(body, func(part []byte) error {
		next.Chunk = part
		err := stream.Send(next)
		next = &pb.UploadRequest{}
		return err
	})
	if err != nil && !errors.Is(err, io.EOF) { // io.EOF: the plugin has answered already
		return sdk.File{}, &fault.Error{Op: up.op, Class: fault.Uncertain, Err: err}
	}
	out, err := stream.CloseAndRecv()
	count(ctx, stream.Trailer())
	if err != nil {
		return sdk.File{}, up.fault(ctx, err)
	}
	return fromFile(out.GetFile()), nil
}

// Download implements [sdk.Downloader].
func (c *Client) Download(ctx context.Context, r sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancel(ctx)
	down := call{op: "download"}
	stream, err := c.rpc.Download(ctx, &pb.DownloadRequest{Ref: toRef(r), File: toFile(f)})
	if err == nil {
		_, err = stream.Recv()
	}
	if err != nil {
		defer cancel()
		return nil, down.fault(ctx, err)
	}
	return &body{cancel: cancel, reader: reader{next: func() ([]byte, error) {
		m, err := stream.Recv()
		if err == nil {
			return m.GetChunk(), nil
		}
		count(ctx, stream.Trailer())
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, down.fault(ctx, err)
	}}}, nil
}

// body is a download; closing it ends the download at the plugin too.
type body struct {
	reader
	cancel context.CancelFunc
}

func (b *body) Close() error {
	b.cancel()
	return nil
}
