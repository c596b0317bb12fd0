package serve

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"
)

func TestLogLinesAreWhatTheHubReads(t *testing.T) {
	var out bytes.Buffer
	slog.New(newHandler(&out)).With("connection", "noc").WithGroup("call").Debug("sent", "level", 7)
	var line struct {
		Time       string `json:"@timestamp"`
		Level      string `json:"@level"`
		Message    string `json:"@message"`
		Connection string `json:"connection"`
		Call       struct{ Level int }
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Time == "" || line.Level != "DEBUG" || line.Message != "sent" || line.Connection != "noc" || line.Call.Level != 7 {
		t.Errorf("got %s", out.String())
	}
}
