package rest_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// zone answers for names, for each with one address after the other; the last one
// stays.
func zone(t *testing.T, names map[string][]string) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for buffer := make([]byte, 512); ; {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if out, err := reply(buffer[:n], names); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	was := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = was
		_ = conn.Close()
		<-ended
	})
}

func reply(question []byte, names map[string][]string) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	q := m.Questions[0]
	name := strings.TrimSuffix(q.Name.String(), ".")
	if list := names[name]; q.Type == dnsmessage.TypeA && len(list) > 0 {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: netip.MustParseAddr(list[0]).As4()},
		}}
		if len(list) > 1 {
			names[name] = list[1:]
		}
	}
	return m.Pack()
}

// A file host's name leads elsewhere at its second look-up: into the hub's own
// network, or to the metadata of its cloud. Nothing is sent there, whatever an
// earlier look-up said.
func TestAFileHostThatMovesIntoTheHubsNetwork(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "bytes")
	}))
	defer server.Close()
	port := ":" + parse(t, server.URL).Port()
	const public, loopback, metadata = "203.0.113.9", "127.0.0.1", "169.254.169.254"
	for name, c := range map[string]struct {
		site  string
		leads []string
		asked int64
	}{
		"a tool on the internet":     {"http://tool.example", []string{public, loopback}, 0},
		"a tool in the same network": {server.URL, []string{loopback, metadata}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			asked.Store(0)
			zone(t, map[string][]string{"tool.example": {public}, "files.example": c.leads})
			from := rest.Source{Client: rest.Patient(rest.New(nil, 0)), Site: parse(t, c.site), Hosts: []string{"files.example"}}
			var last error
			for range c.leads {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				body, err := from.Open(ctx, "download file", parse(t, "http://files.example"+port+"/file"), 0)
				if last = err; err == nil {
					_, _ = io.Copy(io.Discard, body)
					_ = body.Close()
				}
				cancel()
			}
			if want := "download file: denied: its address leads to files.example" + port + ", which is in the hub's own network: open it at the tool"; last == nil || last.Error() != want {
				t.Errorf("the second time: %v, of class %s", last, fault.ClassOf(last))
			}
			if n := asked.Load(); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
		})
	}
}
