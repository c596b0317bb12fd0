package sdktest

import (
	"net/http"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/hook"
	"github.com/spochub/spochub/sdk/ticket"
)

// hooked skips the check where the tool sends no webhooks.
func hooked(b *bench) sdk.Receiver {
	b.Helper()
	r := need[sdk.Receiver](b)
	if b.WebhookSecret == "" || b.Deliveries == nil {
		b.Skip("the subject has no webhooks")
	}
	return r
}

func hooksAgree(b *bench) {
	r := hooked(b)
	start := sdk.Cursor("")
	_, polls := sdk.As[sdk.Watcher](b.conn)
	if polls {
		start = last(b.poll("", 0))
	}
	ref := b.People.Create("Link down", "No light on port 3.")
	b.told(r, ref)
	b.People.SetTitle(ref, "Link down again")
	b.told(r, ref)
	b.People.Comment(ref, "We are looking.")
	b.told(r, ref)
	if !polls {
		return
	}
	read := b.get(ref, sdk.Need{Comments: true})
	b.eventually("the poll shows the ticket", func() bool {
		got := b.poll(start, 0)
		for _, c := range got {
			b.fits("the poll", c, read)
		}
		return ids(got)[ref.ID]
	})
}

// told waits until a delivery has told the present state of a ticket and checks
// that it agrees with a read.
func (b *bench) told(r sdk.Receiver, ref sdk.Ref) {
	b.Helper()
	read := b.get(ref, sdk.Need{Comments: true})
	b.eventually("a delivery tells of the change", func() bool {
		fresh := false
		for _, d := range b.Deliveries() {
			changes, err := r.Receive(b.ctx, b.authentic(d))
			b.must("receive", err)
			for _, c := range changes {
				b.fits("the delivery", c, read)
				fresh = fresh || c.Ref.ID == read.Ref.ID && c.Ref.Container == read.Ref.Container
			}
		}
		return fresh
	})
}

func (b *bench) authentic(d sdk.Delivery) sdk.Delivery {
	b.Helper()
	sig := b.manifest.Webhook
	if sig.Scheme != sdk.SchemePath {
		b.must("verify", hook.Verify(sig, b.WebhookSecret, d.Header, d.Body))
		d.Authentic = true
	}
	if sig.IDHeader != "" && d.Header.Get(sig.IDHeader) == "" {
		b.Errorf("the delivery lacks the header %s", sig.IDHeader)
	}
	return d
}

// fits checks that a change of the ticket as it is now says what a read says.
func (b *bench) fits(what string, c sdk.Change, read sdk.Ticket) {
	b.Helper()
	if c.Ref.ID != read.Ref.ID {
		return
	}
	if c.Ticket != nil && c.Ticket.Version == read.Version {
		b.agree(what, *c.Ticket, read)
	}
	if c.Comment == nil || c.Kind == ticket.CommentGone {
		return
	}
	i := slices.IndexFunc(read.Comments, func(x sdk.Comment) bool { return x.ID == c.Comment.ID })
	if i < 0 {
		b.Errorf("%s shows comment %q, which a read does not", what, c.Comment.ID)
	} else if got := read.Comments[i]; got.Native != c.Comment.Native || got.Private != c.Comment.Private {
		b.Errorf("%s shows a comment as %q (private %v), a read as %q (private %v)",
			what, c.Comment.Native, c.Comment.Private, got.Native, got.Private)
	}
}

func hooksForged(b *bench) {
	hooked(b)
	sig := b.manifest.Webhook
	if sig.Scheme == sdk.SchemePath {
		b.Skip("the tool does not sign; its address is the secret")
	}
	b.People.Create("Link down", "No light on port 3.")
	var got []sdk.Delivery
	b.eventually("a delivery", func() bool { got = b.Deliveries(); return len(got) > 0 })
	d := got[0]
	b.must("verify", hook.Verify(sig, b.WebhookSecret, d.Header, d.Body))
	altered := d.Header.Clone()
	altered.Set(sig.Header, sig.Prefix+"00")
	for name, err := range map[string]error{
		"another secret":    hook.Verify(sig, b.WebhookSecret+"x", d.Header, d.Body),
		"no signature":      hook.Verify(sig, b.WebhookSecret, http.Header{}, d.Body),
		"another signature": hook.Verify(sig, b.WebhookSecret, altered, d.Body),
	} {
		if err == nil {
			b.Errorf("a delivery with %s was accepted", name)
		}
	}
	if sig.Scheme != sdk.SchemeToken && hook.Verify(sig, b.WebhookSecret, d.Header, append(d.Body, ' ')) == nil {
		b.Error("a delivery with another body was accepted")
	}
}

func hooksGarbled(b *bench) {
	r := hooked(b)
	b.People.Create("Link down", "No light on port 3.")
	var got []sdk.Delivery
	b.eventually("a delivery", func() bool { got = b.Deliveries(); return len(got) > 0 })
	for _, body := range []string{"", "null", "[]", "{}", `{"`, "<xml/>", string(got[0].Body[:len(got[0].Body)/2])} {
		changes, err := r.Receive(b.ctx, sdk.Delivery{Header: got[0].Header, Body: []byte(body), Authentic: true})
		if err == nil && len(changes) > 0 && changes[0].Ref.ID != "" {
			b.Errorf("the body %q gave %+v", body, changes)
		}
	}
}
