package sdktest

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/verify"
)

func manifest(b *bench) {
	m := b.manifest
	if err := verify.Manifest(m); err != nil {
		b.Error(err)
	}
	has, says := sdk.Capabilities(b.conn), slices.Sorted(slices.Values(m.Can))
	if slices.Sort(has); !slices.Equal(has, says) {
		b.Errorf("the manifest lists %v, implemented is %v", says, has)
	}
	for name := range b.Settings {
		if !slices.ContainsFunc(m.Schema, func(p settings.Property) bool { return p.Name == name }) {
			b.Errorf("the schema lacks the setting %q", name)
		}
	}
}

func ping(b *bench) {
	p := b.place()
	if err := verify.Place(b.manifest, p); err != nil {
		b.Error(err)
	}
	if !slices.ContainsFunc(p.Containers, b.isTarget) {
		b.Errorf("the containers %v lack the target %q", p.Containers, b.Container)
	}
	again := b.place()
	again.ServerTime = p.ServerTime
	if !reflect.DeepEqual(p, again) {
		b.Errorf("two pings differ:\n%+v\n%+v", p, again)
	}
}

func (b *bench) isTarget(c sdk.Container) bool {
	return c.ID == b.Container || c.Key == b.Container || c.Name == b.Container
}

func strictSettings(b *bench) {
	raw := maps.Clone(b.Settings)
	raw["no_such_setting"] = "x"
	conn, err := b.connector.Open(b.ctx, raw, b.host())
	if err == nil {
		_ = conn.Close()
		b.Fatal("an unknown setting was accepted")
	}
	var faults settings.Faults
	if b.noSecret("open", err.Error()); !errors.As(err, &faults) && fault.ClassOf(err) != fault.Invalid {
		b.Errorf("open with an unknown setting: %v, want settings.Faults or fault.Invalid", err)
	}
}

func unknown(b *bench) {
	r := b.People.Create("Short-lived", "Will be deleted.")
	none := sdk.Ref{ID: r.ID + "9999", Container: r.Container}
	if got, err := b.conn.Get(b.ctx, none, sdk.Need{}); err == nil {
		b.Errorf("get of an unknown id returned %+v", got.Ref)
	} else {
		b.class("get of an unknown id", err, fault.NotFound, fault.Gone)
	}
	b.People.Delete(r)
	_, err := b.conn.Get(b.ctx, r, sdk.Need{})
	b.class("get of a deleted ticket", err, fault.NotFound, fault.Gone)
}
