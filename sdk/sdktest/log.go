package sdktest

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// capture keeps what a connector logs.
type capture struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (c *capture) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.Write(p)
}

func (c *capture) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.String()
}

func (c *capture) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(c, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (b *bench) noSecret(where, text string) {
	b.Helper()
	for _, s := range b.Secrets {
		if s != "" && strings.Contains(text, s) {
			b.Errorf("%s holds a secret", where)
		}
	}
}
