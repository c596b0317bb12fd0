package request

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// farthest is how far ahead a team's estimate can lie.
const farthest = 366 * 24 * time.Hour

// readTime reads a time ahead as people type it: 04:00 is the next one, then
// 04:00 tomorrow, 2026-11-23 04:00, 23.11. 04:00, 2h, 90 min, 2 days. False if it
// says none, or none within a year.
func readTime(text string, from time.Time, zone *time.Location) (time.Time, bool) {
	words := strings.Fields(strings.ToLower(strings.TrimRight(text, ".!")))
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"at", "by", "in", "um", "uhr", "bis"}, w)
	})
	if n := len(words); n > 1 && (words[n-1] == "utc" || words[n-1] == "z") {
		words, zone = words[:n-1], time.UTC
	}
	from = from.In(zone)
	at, ok := readDuration(strings.Join(words, ""), from)
	if !ok {
		at, ok = readClock(words, from)
	}
	return at.UTC(), ok && at.After(from) && at.Before(from.Add(farthest))
}

var duration = regexp.MustCompile(`^(?:(\d{1,3})(?:d|days?|tage?n?))?(?:(\d{1,4})(?:h|hours?|std|stunden?))?(?:(\d{1,5})(?:m|mins?|minutes?|minuten?))?$`)

func readDuration(text string, from time.Time) (time.Time, bool) {
	m := duration.FindStringSubmatch(text)
	if m == nil || text == "" {
		return from, false
	}
	at := from.AddDate(0, 0, digits(m[1]))
	return at.Add(time.Duration(digits(m[2]))*time.Hour + time.Duration(digits(m[3]))*time.Minute), true
}

func digits(text string) (n int) {
	for _, d := range text {
		n = n*10 + int(d-'0')
	}
	return n
}

// readClock reads a time of a day with or without the day. Without it the next
// such time is meant.
func readClock(words []string, from time.Time) (time.Time, bool) {
	switch len(words) {
	case 1:
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04"} {
			if at, err := time.ParseInLocation(layout, strings.ToUpper(words[0]), from.Location()); err == nil {
				return at, true
			}
		}
		at, ok := clockOn(words[0], from)
		if ok && !at.After(from) {
			return clockOn(words[0], from.AddDate(0, 0, 1))
		}
		return at, ok
	case 2:
		if strings.Contains(words[1], ":") {
			return clockAndDay(words[1], words[0], from)
		}
		return clockAndDay(words[0], words[1], from)
	}
	return from, false
}

func clockAndDay(clock, day string, from time.Time) (time.Time, bool) {
	switch day {
	case "today", "heute":
		return clockOn(clock, from)
	case "tomorrow", "morgen":
		return clockOn(clock, from.AddDate(0, 0, 1))
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006"} {
		if d, err := time.ParseInLocation(layout, day, from.Location()); err == nil {
			return clockOn(clock, d)
		}
	}
	d, err := time.Parse("2.1.", day)
	if err != nil {
		return from, false
	}
	at, ok := clockOn(clock, time.Date(from.Year(), d.Month(), d.Day(), 12, 0, 0, 0, from.Location()))
	if ok && !at.After(from) {
		at = at.AddDate(1, 0, 0)
	}
	return at, ok
}

// clockOn is a time of day on the day of another time.
func clockOn(clock string, day time.Time) (time.Time, bool) {
	c, err := time.Parse("15:04", clock)
	y, m, d := day.Date()
	return time.Date(y, m, d, c.Hour(), c.Minute(), 0, 0, day.Location()), err == nil
}
