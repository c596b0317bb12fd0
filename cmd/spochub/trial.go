package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
)

// wouldWrite shows what a connection holds back.
func wouldWrite(ctx context.Context, c *config.Config, connection string, out io.Writer) error {
	guest, err := app.OpenGuest(ctx, c)
	if err != nil {
		return err
	}
	tickets, writes := 0, 0
	hidden, err := guest.Held(ctx, connection, func(h desk.HeldLink) error {
		tickets, writes = tickets+1, writes+len(h.Writes)
		return showHeld(out, h)
	})
	if err == nil {
		_, err = fmt.Fprintf(out, "%s: %d writes to %d tickets are held back\n", connection, writes, tickets)
	}
	if err == nil && hidden > 0 {
		_, err = fmt.Fprintf(out, "%s: %d tickets of restricted requests are not shown\n", connection, hidden)
	}
	return errors.Join(err, guest.Close())
}

// heading names a request, its ticket and the team.
func heading(h desk.HeldLink) string {
	return fmt.Sprintf("%s\t%s\t%s\t%s\n", h.Request.Key, cmp.Or(h.Link.Ticket.Key, "new ticket"), cmp.Or(string(h.Link.Team), "client"), h.Request.Title)
}

func showHeld(out io.Writer, h desk.HeldLink) error {
	var b strings.Builder
	b.WriteString(heading(h))
	for _, w := range h.Writes {
		showWrite(&b, w)
	}
	return show(out, b.String())
}

// show prints what people wrote elsewhere: a terminal must not obey it.
func show(out io.Writer, text string) error {
	_, err := io.WriteString(out, request.Lines(text))
	return err
}

func showWrite(b *strings.Builder, w reconcile.Withheld) {
	what := strings.TrimSpace(strings.ReplaceAll(string(w.Effect), "_", " ") + " " + string(w.Field))
	fmt.Fprintf(b, "  %s", what)
	if !w.Since.IsZero() {
		fmt.Fprintf(b, ", since %s", w.Since.UTC().Format("2006-01-02 15:04 MST"))
	}
	switch {
	case w.Code != "":
		fmt.Fprintf(b, ": %s -> %s (%s)\n", cmp.Or(w.From, "nothing"), w.To, w.Code)
	case w.Effect == reconcile.RetireTwin:
		fmt.Fprintf(b, ": %s\n", w.From)
	default:
		b.WriteString("\n")
		for line := range strings.Lines(desk.Diff(w.From, w.To)) {
			b.WriteString("    " + line)
		}
	}
}

// dryRun shows what a changed mapping would do, and before that what it costs.
func dryRun(ctx context.Context, connectors map[string]sdk.Connector, o trialOptions, out io.Writer) error {
	guest, err := app.OpenGuest(ctx, o.now)
	if err != nil {
		return err
	}
	links, err := guest.Tickets(ctx, o.changed.Name, o.tickets)
	ids := make([]request.LinkID, len(links))
	for i, l := range links {
		ids[i] = l.Link.ID
	}
	if err == nil {
		_, err = io.WriteString(out, cost(o, len(ids)))
	}
	if err == nil {
		err = withPlugin(ctx, o.now, connectors, named(o.now, o.changed.Name), func(conn sdk.Conn) error {
			found, err := guest.DryRun(ctx, o.now, o.changed, conn, ids, o.read)
			if err != nil {
				return err
			}
			return showTrial(out, links, found)
		})
	}
	return errors.Join(err, guest.Close())
}

func cost(o trialOptions, n int) string {
	if o.read {
		return fmt.Sprintf("%s: %d tickets, each is read once; nothing is written\n", o.changed.Name, n)
	}
	return fmt.Sprintf("%s: %d tickets as the hub saw them last; --read would read %d; nothing is written\n", o.changed.Name, n, n)
}

func showTrial(out io.Writer, links []desk.HeldLink, found []sync.DryTicket) error {
	var b strings.Builder
	same := 0
	for i, t := range found {
		if len(t.Reads)+len(t.Writes)+len(t.Takes)+len(t.Sends) == 0 && t.Error == "" {
			same++
			continue
		}
		b.WriteString(heading(links[i]))
		showDifferences(&b, "would be read", t.Reads)
		showDifferences(&b, "would be written at the next change", t.Writes)
		showDifferences(&b, "would be taken over at once", t.Takes)
		for _, w := range t.Sends {
			b.WriteString("  would be written at once:")
			showWrite(&b, w)
		}
		if t.Error != "" {
			fmt.Fprintf(&b, "  error: %s\n", t.Error)
		}
	}
	fmt.Fprintf(&b, "%d tickets would be treated as they are now\n", same)
	return show(out, b.String())
}

func showDifferences(b *strings.Builder, how string, list []sync.Difference) {
	for _, d := range list {
		fmt.Fprintf(b, "  %s: %s %q as %s, now %s\n", how, d.Field, d.Value, cmp.Or(d.To, "nothing"), cmp.Or(d.From, "nothing"))
	}
}
