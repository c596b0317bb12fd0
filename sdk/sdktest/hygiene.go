package sdktest

import (
	"fmt"
	"net/http"
	"sync"

	"go.uber.org/goleak"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/rest"
)

// tour makes every kind of call once and returns the errors.
func (b *bench) tour(ref sdk.Ref, key sdk.Key) []error {
	var errs []error
	for name, call := range b.reads(ref) {
		if err := call(b.ctx); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	for name, call := range b.writes(ref, key) {
		if err := call(b.ctx); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errs
}

// secrets breaks every call in every way and looks for secrets in the errors;
// the log is looked through after every check.
func secrets(b *bench) {
	ref, key := b.ours()
	for _, f := range []breakable.Break{
		{Status: http.StatusUnauthorized}, {Status: http.StatusForbidden}, {Status: http.StatusTooManyRequests},
		{Status: http.StatusBadRequest}, {Status: http.StatusBadGateway, Body: "<html>"}, {Status: http.StatusOK, Body: "<html>"},
		{Status: http.StatusFound, Header: http.Header{"Location": {"https://elsewhere.example/"}}},
		{Refuse: true}, {DropReply: true},
	} {
		f.Times = -1
		b.breaks(f)
		for _, err := range b.tour(ref, key) {
			b.noSecret("an error", fmt.Sprintf("%v %+v %#v", err, err, err))
		}
		b.Calls.Heal()
	}
}

// counted checks that every request goes through the host's client.
func counted(b *bench) {
	ref, _ := b.ours()
	if b.Calls == nil {
		b.Skip("the subject has no Calls to count")
	}
	for name, call := range b.reads(ref) {
		meter, before := &rest.Meter{}, len(b.Calls.Calls())
		b.must(name, call(rest.WithMeter(b.ctx, meter)))
		sum := 0
		for _, n := range meter.Tally().Calls {
			sum += n
		}
		if made := len(b.Calls.Calls()) - before; sum != made {
			b.Errorf("%s made %d calls and counted %d", name, made, sum)
		}
	}
}

func concurrent(b *bench) {
	ref, _ := b.ours()
	c, talks := sdk.As[sdk.Commenter](b.conn)
	d := b.words("At once.")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := b.conn.Get(b.ctx, ref, sdk.Need{Comments: true}); err != nil {
				b.Errorf("get: %v", err)
			}
			if !talks {
				return
			}
			if _, err := c.Comment(b.ctx, ref, newKey(), d); err != nil {
				b.Errorf("comment: %v", err)
			}
		})
	}
	all.Wait()
	if n := b.People.Comments(ref); talks && n != 8 {
		b.Errorf("eight comments at once made %d", n)
	}
}

// leaks checks that a closed connection leaves no goroutine behind.
func leaks(b *bench) {
	b.close()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	b.open()
	ref, key := b.ours()
	for _, err := range b.tour(ref, key) {
		b.Error(err)
	}
	if _, ok := sdk.As[sdk.Watcher](b.conn); ok {
		b.poll("since:2001-01-01T00:00:00Z", 1) // and leave it
	}
	b.close()
	if b.Deliveries != nil {
		b.Deliveries()
	}
	var err error
	for range 3 { // a delivery still on its way goes idle, and can be closed, only after it
		b.idle()
		if err = goleak.Find(before); err == nil {
			return
		}
	}
	b.Errorf("after close: %v", err)
}

// idle closes the connections that the suite's own clients keep.
func (b *bench) idle() {
	b.transport.CloseIdleConnections()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}
