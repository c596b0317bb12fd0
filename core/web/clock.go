package web

import (
	"fmt"
	"html/template"
	"time"
)

// at shows a time in the desk's zone: the clock today, else the day too.
func (l *language) at(t, now time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(l.zone), now.In(l.zone)
	layout := l.text["time.day"]
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		layout = "15:04"
	case t.Year() != now.Year():
		layout = l.text["time.year"]
	}
	return l.timeTag(t, t.Format(layout))
}

// second shows a time by the second.
func (l *language) second(t time.Time) template.HTML {
	t = t.In(l.zone)
	return l.timeTag(t, t.Format("15:04:05"))
}

// ago shows how long ago, or in how long, something is.
func (l *language) ago(t, now time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	return l.timeTag(t.In(l.zone), l.span(now.Sub(t).Abs()))
}

// exact is a length of time, by the second under a minute.
func (l *language) exact(d time.Duration) string {
	if d = max(d, 0); d < time.Minute {
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
	return l.span(d)
}

// span is a length of time in its largest units.
func (l *language) span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return l.say("span.now")
	case d < time.Hour:
		return l.say("span.minutes", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h %02d", int(d.Hours()), int(d.Minutes())%60)
	}
	return l.say("span.days", int(d.Hours())/24)
}

// moment is a stored time, or day, as people read it; any other text is left.
func (l *language) moment(text string) string {
	if len(text) == len(time.DateOnly) {
		return l.day(text)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	return t.In(l.zone).Format(l.text["time.full"])
}

// day is a stored day as people read it.
func (l *language) day(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return t.Format(l.text["time.year"])
}

// precise is a time by the second, with its zone.
func (l *language) precise(t time.Time) string { return t.Format(l.text["time.exact"]) }

func (l *language) timeTag(t time.Time, text string) template.HTML {
	//nolint:gosec,gocritic // the text is escaped, the times are ours
	return template.HTML(fmt.Sprintf(`<time datetime="%s" title="%s">%s</time>`,
		t.UTC().Format(time.RFC3339), l.precise(t), template.HTMLEscapeString(text)))
}

// inputTime is the form in which pages exchange a time: local to the desk.
const inputTime = "2006-01-02T15:04"

func (s *Site) toInput(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.o.TimeZone).Format(inputTime)
}

func (s *Site) fromInput(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation(inputTime, text, s.o.TimeZone)
}
