package pluginhost

import (
	"testing"
	"time"
)

func TestBreaker(t *testing.T) {
	policy := Policy{CrashLimit: 3, CrashWindow: time.Minute, CoolDown: time.Hour, Stable: time.Minute}.withDefaults()
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	type step struct {
		at, ran time.Duration
		open    bool
	}
	for name, steps := range map[string][]step{
		"opens at the limit":      {{0, 0, false}, {time.Second, 0, false}, {2 * time.Second, 0, true}},
		"rare exits never open":   {{0, 0, false}, {time.Minute, 0, false}, {2 * time.Minute, 0, false}, {3 * time.Minute, 0, false}, {4 * time.Minute, 0, false}},
		"one try after cool-down": {{0, 0, false}, {1, 0, false}, {2, 0, true}, {time.Hour, 0, true}},
		"a stable run forgets":    {{0, 0, false}, {1, 0, false}, {2, 0, true}, {2 * time.Hour, time.Minute, false}},
	} {
		b := newBreaker(policy)
		for i, s := range steps {
			wait, open := b.exit(start.Add(s.at), s.ran)
			if open != s.open || wait <= 0 || open && wait != policy.CoolDown {
				t.Errorf("%s: exit %d: wait %v, open %v, want open %v", name, i, wait, open, s.open)
			}
		}
	}
}

func TestWaitsGrowToTheirLimit(t *testing.T) {
	b := newBreaker(Policy{CrashLimit: 1000}.withDefaults())
	var wait time.Duration
	for i := range 100 {
		wait, _ = b.exit(time.Unix(int64(i), 0), 0)
		if i == 0 && (wait < 400*time.Millisecond || wait > 600*time.Millisecond) {
			t.Errorf("the first wait is %v", wait)
		}
	}
	if wait < 24*time.Second || wait > 36*time.Second {
		t.Errorf("the last wait is %v", wait)
	}
}
