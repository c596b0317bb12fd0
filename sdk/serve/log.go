package serve

import (
	"io"
	"log/slog"
)

// The keys that the hub reads in a line of a plugin's standard error.
const (
	TimeKey    = "@timestamp"
	LevelKey   = "@level"
	MessageKey = "@message"
)

// newHandler writes log lines as the hub reads them.
func newHandler(w io.Writer) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: rename})
}

func rename(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.TimeKey:
		a.Key = TimeKey
	case slog.LevelKey:
		a.Key = LevelKey
	case slog.MessageKey:
		a.Key = MessageKey
	}
	return a
}
