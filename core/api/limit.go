package api

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/spochub/spochub/core/auth"
)

// limiter bounds how often each token calls.
type limiter struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu    sync.Mutex
	of    map[string]*rate.Limiter
	swept time.Time
}

func newLimiter(perSecond float64, burst int, now func() time.Time) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: burst, now: now, of: map[string]*rate.Limiter{}}
}

// allow takes one call; else it says how long to wait.
func (l *limiter) allow(caller string) (wait time.Duration, ok bool) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	calls := l.of[caller]
	if calls == nil {
		calls = rate.NewLimiter(l.rate, l.burst)
		l.of[caller] = calls
	}
	call := calls.ReserveN(now, 1)
	if wait = call.DelayFrom(now); wait > 0 {
		call.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// sweep forgets who has not called for so long that nothing is left to remember.
func (l *limiter) sweep(now time.Time) {
	full := time.Duration(float64(l.burst) / float64(l.rate) * float64(time.Second))
	if now.Sub(l.swept) < full {
		return
	}
	l.swept = now
	for caller, calls := range l.of {
		if calls.TokensAt(now) >= float64(l.burst) {
			delete(l.of, caller)
		}
	}
}

// limited answers a call that comes too soon after the others.
func (a *API) limited(w http.ResponseWriter, actor auth.Actor) bool {
	caller := actor.Token
	if caller == "" {
		caller = "login:" + actor.Login
	}
	wait, ok := a.limit.allow(caller)
	if !ok {
		seconds := max(1, int(math.Ceil(wait.Seconds())))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		writeProblem(w, http.StatusTooManyRequests, "too many calls with this token; try again in "+strconv.Itoa(seconds)+" s")
	}
	return !ok
}
