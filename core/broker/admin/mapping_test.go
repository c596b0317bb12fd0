package admin_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
)

// mapped is a hub whose file has a connection with rows of its own.
func mapped(t *testing.T) *world {
	t.Helper()
	w := open(t)
	base := config.Default()
	base.Connections = []config.Connection{{
		Name: "noc", Plugin: "acme", Poll: time.Minute, Fields: map[sdk.Field]config.Direction{"title": config.Both},
		States: config.Mapping[config.Category]{Read: map[string]config.Category{"QA": config.Waiting}},
	}}
	w.Service = admin.New(admin.Options{
		Store: w.store, Auth: auth.New(w.store, time.Now), Base: base, Log: slog.New(slog.DiscardHandler),
		Apply: func(_ context.Context, c *config.Config) error { w.now = c; return nil },
	})
	if _, err := w.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// A mapping goes live over what the plugin proposes and under what the file says.
func TestAMappingIsInEffect(t *testing.T) {
	w := mapped(t)
	rows := admin.Values{"states.read.QA": "done", "states.read.Review": "waiting", "priorities.write.P1": "Highest", "people.u1": "a@b.example", "fields.title": "in"}
	if err := w.SaveMapping(t.Context(), w.by, "noc", 0, rows); err != nil {
		t.Fatal(err)
	}
	c := w.now.Connections[0]
	if c.States.Read["QA"] != config.Waiting || c.States.Read["Review"] != config.Waiting || c.Priorities.Write["P1"] != "Highest" ||
		c.People["u1"] != "a@b.example" || c.Fields["title"] != config.In {
		t.Errorf("%+v", c)
	}
	if err := w.SaveMapping(t.Context(), w.by, "noc", 0, rows); !errors.Is(err, admin.ErrMoved) {
		t.Errorf("an old version: %v", err)
	}
	m, err := w.MappingOf(w.by, "noc")
	if err != nil || m.Fixed["states.read.QA"] != "waiting" || m.Rows["states.read.Review"] != "waiting" {
		t.Errorf("%+v, %v", m, err)
	}
	if err := w.SaveMapping(t.Context(), w.by, "noc", m.Version, admin.Values{}); err != nil || w.now.Connections[0].Fields["title"] != config.Both {
		t.Errorf("taken back: %v", err)
	}
}

// Rows that cannot be are refused, all at once.
func TestRowsOfAMappingAreChecked(t *testing.T) {
	w := mapped(t)
	err := w.SaveMapping(t.Context(), w.by, "noc", 0, admin.Values{
		"states.read.X": "open", "states.write.open": "X", "priorities.read.X": "P5", "people.u": "nobody", "fields.title": "up", "fields.colour": "both", "other.x": "y",
	})
	if len(faults(err)) != 7 {
		t.Errorf("%v", faults(err))
	}
	if err := w.SaveMapping(t.Context(), w.by, "nowhere", 0, nil); !errors.Is(err, admin.ErrNotFound) {
		t.Errorf("an unknown connection: %v", err)
	}
}

// The hub pauses and starts connections, also the file's, and tells once.
func TestPausing(t *testing.T) {
	w := mapped(t)
	for _, paused := range []bool{true, true, false} {
		if err := w.Pause(t.Context(), w.by, "noc", paused); err != nil || w.now.Connections[0].Paused != paused {
			t.Errorf("paused %v: %v", paused, err)
		}
	}
}
