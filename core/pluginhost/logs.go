package pluginhost

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk/serve"
	"github.com/spochub/spochub/sdk/settings"
)

const (
	maxLine = 64 << 10
	keep    = 8 // last lines, to explain a failed start
)

// logReader passes a plugin's log lines on and blots out its secrets. It
// believes nothing about their form.
type logReader struct {
	log *slog.Logger

	mu      sync.Mutex
	secrets []string
	last    []string
}

// hide blots out the values of secret settings from now on.
func (l *logReader) hide(schema []settings.Property, raw settings.Raw) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range schema {
		if s, ok := raw[p.Name].(string); ok && p.Type == "secret" && s != "" {
			l.secrets = append(l.secrets, s)
			if quoted, err := json.Marshal(s); err == nil {
				l.secrets = append(l.secrets, string(quoted[1:len(quoted)-1]))
			}
		}
	}
}

// read passes on lines until r ends.
func (l *logReader) read(r io.ReadCloser) {
	defer r.Close()
	lines := bufio.NewReaderSize(r, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			_, _ = l.Write(line)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// Write takes one line.
func (l *logReader) Write(line []byte) (int, error) {
	text := l.clean(string(bytes.TrimSpace(line)))
	if text != "" {
		l.pass(text)
	}
	return len(line), nil
}

// blot takes the secrets out of a text.
func (l *logReader) blot(text string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.secrets {
		text = strings.ReplaceAll(text, s, "[secret]")
	}
	return text
}

func (l *logReader) clean(text string) string {
	text = l.blot(text)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = append(l.last, text)
	l.last = l.last[max(0, len(l.last)-keep):]
	return text
}

func (l *logReader) tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.last, "\n")
}

func (l *logReader) pass(text string) {
	ctx := context.Background()
	record, ok := parse(text)
	if !ok {
		record = slog.NewRecord(time.Now(), slog.LevelWarn, text, 0)
	}
	if h := l.log.Handler(); h.Enabled(ctx, record.Level) {
		_ = h.Handle(ctx, record)
	}
}

// parse reads a line in the form of package serve; false: it has another form.
func parse(text string) (slog.Record, bool) {
	var fields map[string]any
	if !strings.HasPrefix(text, "{") || json.Unmarshal([]byte(text), &fields) != nil {
		return slog.Record{}, false
	}
	message, ok := fields[serve.MessageKey].(string)
	if !ok {
		return slog.Record{}, false
	}
	at, level := time.Now(), slog.LevelInfo
	if s, ok := fields[serve.TimeKey].(string); ok {
		if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
			at = t
		}
	}
	if s, ok := fields[serve.LevelKey].(string); ok && level.UnmarshalText([]byte(s)) != nil {
		level = slog.LevelInfo
	}
	r := slog.NewRecord(at, level, message, 0)
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		if k != serve.MessageKey && k != serve.LevelKey && k != serve.TimeKey {
			r.AddAttrs(slog.Any(k, fields[k]))
		}
	}
	return r, true
}
