package pluginhost

import (
	"time"

	"github.com/cenkalti/backoff/v4"
)

// breaker says how long to wait after each exit, and opens when there are too
// many. It is not safe for concurrent use.
type breaker struct {
	policy Policy
	wait   *backoff.ExponentialBackOff
	exits  []time.Time // within the window
	opened bool        // the last wait was a cool-down: one more try, then open again
}

func newBreaker(p Policy) *breaker {
	b := &breaker{policy: p, wait: backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(p.BackOff), backoff.WithMultiplier(1.5), backoff.WithRandomizationFactor(0.2),
		backoff.WithMaxInterval(p.MaxBackOff), backoff.WithMaxElapsedTime(0),
	)}
	return b
}

// exit notes an exit at now after a run of the given length and returns how
// long to wait, and whether the circuit is open meanwhile.
func (b *breaker) exit(now time.Time, ran time.Duration) (wait time.Duration, open bool) {
	if ran >= b.policy.Stable {
		b.exits, b.opened = nil, false
		b.wait.Reset()
	}
	for len(b.exits) > 0 && now.Sub(b.exits[0]) > b.policy.CrashWindow {
		b.exits = b.exits[1:]
	}
	b.exits = append(b.exits, now)
	if b.opened || len(b.exits) >= b.policy.CrashLimit {
		b.opened = true
		return b.policy.CoolDown, true
	}
	return b.wait.NextBackOff(), false
}
