package web

import (
	"fmt"
	"html/template"
	"time"

	"github.com/spochub/spochub/core/request"
)

// left is how much time a request has until its next target.
type left struct {
	Class string // late, soon, ok, pause; "" without a target
	At    time.Time
	Goal  request.Goal
	Used  int // per cent of the time that there was
}

// soonLeft is when little time is left.
const soonLeft = 30 * time.Minute

// leftOf says how much time is left; from is when the time began to run.
func leftOf(r *request.Request, from, now time.Time) left {
	at, goal := r.Target()
	v := left{At: at, Goal: goal, Class: "ok"}
	switch rest := at.Sub(now); {
	case goal == "":
		return left{}
	case goal == request.PausedGoal:
		v.Class = "pause"
	case rest <= 0:
		v.Class = "late"
	case rest < soonLeft:
		v.Class = "soon"
	}
	v.Used = 100
	if whole := at.Sub(from); whole > 0 && at.After(now) {
		v.Used = int(100 * now.Sub(from) / whole)
	}
	v.Used = min(max(v.Used, 0), 100)
	return v
}

// countdown is the time until another, negative when that is over: by the second
// under an hour, by the minute under a day.
func (l *language) countdown(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case hours >= 24:
		return sign + l.say("left.days", hours/24, hours%24)
	case hours >= 1:
		return sign + fmt.Sprintf("%d h %02d", hours, minutes)
	}
	return sign + fmt.Sprintf("%d:%02d", minutes, seconds)
}

// until shows a countdown that goes on in the browser; a clock that stands still
// does not.
func (l *language) until(v left, now time.Time) template.HTML {
	tick := " data-left"
	if v.Class == "pause" {
		tick = ""
	}
	return l.ticking(v.At.In(l.zone), tick, l.countdown(v.At.Sub(now)))
}

// age shows how old something is, by the second under a minute, which goes on in
// the browser.
func (l *language) age(t, now time.Time) template.HTML {
	return l.ticking(t.In(l.zone), ` data-up="s"`, l.exact(now.Sub(t))) + template.HTML(" "+template.HTMLEscapeString(l.say("links.old"))) //nolint:gosec // escaped
}

// pausing shows a countdown that ends at nothing.
func (l *language) pausing(t, now time.Time) template.HTML {
	return l.ticking(t.In(l.zone), ` data-left="pause"`, l.countdown(max(t.Sub(now), 0)))
}

// since shows how long ago something was, which goes on in the browser.
func (l *language) since(t, now time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	return l.ticking(t.In(l.zone), " data-up", l.span(max(now.Sub(t), 0)))
}

func (l *language) ticking(t time.Time, attribute, text string) template.HTML {
	//nolint:gosec,gocritic // the text is escaped, the rest is ours
	return template.HTML(fmt.Sprintf(`<time%s datetime="%s" title="%s">%s</time>`,
		attribute, t.UTC().Format(time.RFC3339), l.precise(t), template.HTMLEscapeString(text)))
}
