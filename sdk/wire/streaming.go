package wire

import (
	"errors"
	"io"

	"google.golang.org/grpc"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/rest"
)

// Changes implements the service.
func (s *Server) Changes(in *pb.ChangesRequest, out grpc.ServerStreamingServer[pb.ChangesResponse]) error {
	c, err := capability[sdk.Watcher](s)
	if err != nil {
		return err
	}
	for change, err := range c.Changes(out.Context(), sdk.Cursor(in.GetCursor())) {
		if err != nil {
			return err
		}
		if err := out.Send(&pb.ChangesResponse{Change: toChange(change), Tally: cost(rest.MeterOf(out.Context()))}); err != nil {
			return err
		}
	}
	return nil
}

// Upload implements the service.
func (s *Server) Upload(in grpc.ClientStreamingServer[pb.UploadRequest, pb.UploadResponse]) error {
	c, err := capability[sdk.Uploader](s)
	if err != nil {
		return err
	}
	head, err := in.Recv()
	if err != nil {
		return err
	}
	body := &reader{rest: head.GetChunk(), next: func() ([]byte, error) {
		m, err := in.Recv()
		return m.GetChunk(), err
	}}
	f, err := c.Upload(in.Context(), fromRef(head.GetRef()), sdk.Key(head.GetKey()), fromFile(head.GetFile()), body)
	if err != nil {
		return err
	}
	return in.SendAndClose(&pb.UploadResponse{File: toFile(f)})
}

// Download implements the service.
func (s *Server) Download(in *pb.DownloadRequest, out grpc.ServerStreamingServer[pb.DownloadResponse]) error {
	c, err := capability[sdk.Downloader](s)
	if err != nil {
		return err
	}
	body, err := c.Download(out.Context(), fromRef(in.GetRef()), fromFile(in.GetFile()))
	if err != nil {
		return err
	}
	err = send(body, func(part []byte) error { return out.Send(&pb.DownloadResponse{Chunk: part}) })
	return errors.Join(err, body.Close())
}

// send passes an empty part, so that the other side knows that it begins, and
// then the body in chunks.
func send(body io.Reader, pass func([]byte) error) error {
	if err := pass(nil); err != nil {
		return err
	}
	buf := make([]byte, chunk)
	for {
		n, err := readFull(body, buf)
		if n > 0 {
			if err := pass(buf[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF { //nolint:errorlint // a reader ends with io.EOF itself; what wraps it broke
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readFull fills the buffer. Other than that of io.ReadFull its error is the
// reader's own: a stream that was cut is told from one that ended.
func readFull(from io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var more int
		more, err = from.Read(buf[n:])
		n += more
	}
	return n, err
}

// reader reads what comes in parts; next ends with io.EOF.
type reader struct {
	rest []byte
	next func() ([]byte, error)
	err  error
}

func (r *reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 && r.err == nil {
		r.rest, r.err = r.next()
	}
	if len(r.rest) == 0 {
		return 0, r.err
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
