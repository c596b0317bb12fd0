package web

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Lag is how long the oldest change for a tool had waited at a time.
type Lag struct {
	At   time.Time
	Wait time.Duration
}

// The size of a curve, in the picture's own units.
const (
	curveWidth  = 90
	curveHeight = 22
)

// curve draws lags as a line, and says them in words for who does not see it. One
// point alone makes none.
func (l *language) curve(list []Lag) template.HTML {
	if len(list) < 2 {
		return ""
	}
	first, last, most := list[0], list[len(list)-1], list[0]
	for _, x := range list {
		if x.Wait > most.Wait {
			most = x
		}
	}
	text := l.say("conn.curveflat", clockTime(first.At.In(l.zone)))
	if most.Wait > 0 {
		text = l.say("conn.curve", clockTime(first.At.In(l.zone)), l.span(most.Wait), clockTime(most.At.In(l.zone)), l.span(last.Wait))
	}
	text = template.HTMLEscapeString(text)
	//nolint:gosec,gocritic // numbers, and a text that is escaped
	return template.HTML(fmt.Sprintf(`<svg class="curve" role="img" aria-label="%s" viewBox="0 0 %d %d" width="%d" height="%d"><title>%s</title><path d="M0 %d.5H%d"/><polyline points="%s"/></svg>`,
		text, curveWidth, curveHeight, curveWidth, curveHeight, text, curveHeight-2, curveWidth, points(list, most.Wait)))
}

// points are lags in the picture: later ones to the right, longer ones higher.
func points(list []Lag, most time.Duration) string {
	from, whole := list[0].At, list[len(list)-1].At.Sub(list[0].At)
	var out []string
	for _, x := range list {
		right, up := 0.0, 0.0
		if whole > 0 {
			right = float64(x.At.Sub(from)) / float64(whole)
		}
		if most > 0 {
			up = float64(x.Wait) / float64(most)
		}
		out = append(out, fmt.Sprintf("%.1f,%.1f", 1+right*(curveWidth-2), curveHeight-2-up*(curveHeight-4)))
	}
	return strings.Join(out, " ")
}

func clockTime(t time.Time) string { return t.Format("15:04") }
