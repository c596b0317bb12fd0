package simulation

import (
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Shrink finds a smaller script that still violates the same invariant.
func Shrink(s Script, invariant string) Script {
	bad := func(s Script) bool {
		return slices.ContainsFunc(Run(s, false).Violations, func(v string) bool { return strings.HasPrefix(v, invariant) })
	}
	for smaller := true; smaller; {
		before := len(s.Steps)
		s = shrinkSteps(s, bad)
		tamer := s.tamed(bad)
		smaller = len(s.Steps) < before || tamer.Knobs.differs(s.Knobs)
		s = tamer
	}
	return s
}

func shrinkSteps(s Script, bad func(Script) bool) Script {
	for size := max(len(s.Steps)/2, 1); size > 0; size /= 2 {
		for at := 0; at < len(s.Steps); {
			less := s
			less.Steps = slices.Delete(slices.Clone(s.Steps), at, min(at+size, len(s.Steps)))
			if bad(less) {
				s = less
			} else {
				at += size
			}
		}
	}
	return s
}

func (k Knobs) differs(x Knobs) bool {
	return k.Faults != x.Faults || k.Crash != x.Crash || k.Restore != x.Restore || k.Rough != x.Rough || k.Second != x.Second || k.Catalogues != x.Catalogues || !slices.Equal(k.Tools, x.Tools)
}

// tamed turns off what the violation does not need.
func (s Script) tamed(bad func(Script) bool) Script {
	for _, tame := range tamers() {
		for n := range s.Knobs.Tools {
			t := s
			t.Knobs.Tools = slices.Clone(s.Knobs.Tools)
			tame(&t.Knobs, &t.Knobs.Tools[n])
			if t.Knobs.differs(s.Knobs) && bad(t) {
				s = t
			}
		}
	}
	return s
}

func tamers() []func(*Knobs, *ToolKnobs) {
	return []func(*Knobs, *ToolKnobs){
		func(k *Knobs, _ *ToolKnobs) { k.Faults = 0 },
		func(k *Knobs, _ *ToolKnobs) { k.Second = Second{} },
		func(k *Knobs, _ *ToolKnobs) { k.Catalogues = false },
		func(k *Knobs, _ *ToolKnobs) { k.Second.Adopt = "" },
		func(_ *Knobs, t *ToolKnobs) { t.Grain = "count" },
		func(_ *Knobs, t *ToolKnobs) { t.Hidden = false },
		func(_ *Knobs, t *ToolKnobs) { t.Shared = false },
		func(_ *Knobs, t *ToolKnobs) { t.Lossy = false },
		func(_ *Knobs, t *ToolKnobs) { t.Rewrites = false },
		func(_ *Knobs, t *ToolKnobs) { t.Silent = false },
		func(_ *Knobs, t *ToolKnobs) { t.Bare = false },
		func(_ *Knobs, t *ToolKnobs) { t.Keyless = false },
		func(_ *Knobs, t *ToolKnobs) { t.NoEdit = false },
		func(_ *Knobs, t *ToolKnobs) { t.NoDelete = false },
		func(_ *Knobs, t *ToolKnobs) { t.Closes = false },
		func(_ *Knobs, t *ToolKnobs) { t.Lag = 0 },
		func(_ *Knobs, t *ToolKnobs) { t.Stale = 0 },
		func(_ *Knobs, t *ToolKnobs) { t.TooLate = false },
		func(_ *Knobs, t *ToolKnobs) { t.Late = time.Duration(0) },
		func(_ *Knobs, t *ToolKnobs) { t.Hooks = "none" },
		func(_ *Knobs, t *ToolKnobs) { t.Unsigned = false },
		func(_ *Knobs, t *ToolKnobs) { t.Door = false },
		func(_ *Knobs, t *ToolKnobs) { t.Zone = zone{} },
		func(_ *Knobs, t *ToolKnobs) { t.Demands = "" },
		func(_ *Knobs, t *ToolKnobs) { t.Transfers = "" },
		func(_ *Knobs, t *ToolKnobs) { t.Mortal = false },
		func(_ *Knobs, t *ToolKnobs) { t.Visible = false },
		func(_ *Knobs, t *ToolKnobs) { t.Talks = false },
		func(_ *Knobs, t *ToolKnobs) { t.Lists = false },
		func(_ *Knobs, t *ToolKnobs) { t.Comments = false },
		func(_ *Knobs, t *ToolKnobs) { t.Adopt = "" },
		func(_ *Knobs, t *ToolKnobs) { t.Policy = reconcile.ToolWins },
		func(_ *Knobs, t *ToolKnobs) { t.Text = reconcile.Once },
		func(_ *Knobs, t *ToolKnobs) { t.Priority = reconcile.Both },
		func(_ *Knobs, t *ToolKnobs) { t.Follows = request.FollowState },
	}
}
