package sdktest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

// Run proves that a connector keeps the rules of package sdk. Every check is a
// subtest with a fresh subject; checks of capabilities that the connector does
// not have are skipped.
func Run(t *testing.T, f Fixture) {
	for _, w := range []way{{"direct", direct}} {
		t.Run(w.name, func(t *testing.T) {
			for _, c := range checks {
				t.Run(c.name, func(t *testing.T) { c.run(newBench(t, f, w)) })
			}
		})
	}
}

// way is how the suite reaches the connector.
type way struct {
	name string
	open func(*bench, sdk.Connector) (sdk.Conn, error)
}

func direct(b *bench, c sdk.Connector) (sdk.Conn, error) {
	return c.Open(b.ctx, b.Settings, b.host())
}

type check struct {
	name string
	run  func(*bench)
}

var checks = []check{
	{"manifest lists what is implemented", manifest},
	{"ping names us and the target", ping},
	{"settings are strict", strictSettings},
	{"a create is found by its key", createFound},
	{"a lost create is uncertain and found", createLost},
	{"twins are found and retired", twins},
	{"an edit shows what the tool stored", edit},
	{"an edit keeps the key", editKeepsKey},
	{"a state is written by its code", editState},
	{"a lost edit is uncertain", editLost},
	{"a comment comes back as ours", comment},
	{"a lost comment is uncertain and found", commentLost},
	{"a comment is edited and deleted", commentEdited},
	{"people's comments are theirs", commentByPeople},
	{"an empty poll yields one mark", pollEmpty},
	{"a poll resumes from every cursor", pollResumes},
	{"a poll stops when left", pollLeft},
	{"webhook and poll agree", hooksAgree},
	{"a forged delivery is refused", hooksForged},
	{"a garbled delivery is harmless", hooksGarbled},
	{"files come back whole", files},
	{"render is stable", render},
	{"the catalog has every state", catalog},
	{"an unknown ticket is not found", unknown},
	{"429 is throttled", throttled},
	{"401 is unauthenticated", unauthenticated},
	{"500 on a read is unavailable", readFails},
	{"500 on a write is uncertain", writeFails},
	{"cancel returns promptly", cancelled},
	{"calls are counted", counted},
	{"calls may run at once", concurrent},
	{"secrets stay secret", secrets},
	{"nothing is left running", leaks},
}

// bench is what one check works on.
type bench struct {
	*testing.T
	Subject
	way       way
	connector sdk.Connector
	manifest  sdk.Manifest
	ctx       context.Context
	conn      sdk.Conn
	transport *http.Transport
	log       *capture
}

func newBench(t *testing.T, f Fixture, w way) *bench {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	b := &bench{
		T: t, ctx: ctx, way: w, connector: f.Connector, Subject: f.Start(t), manifest: f.Connector.Manifest(), log: &capture{},
		transport: http.DefaultTransport.(*http.Transport).Clone(),
	}
	b.open()
	t.Cleanup(b.close)
	return b
}

func (b *bench) open() {
	b.Helper()
	conn, err := b.way.open(b, b.connector)
	b.must("open", err)
	b.conn = conn
}

// withSettings is the same bench with other settings.
func (b *bench) withSettings(raw settings.Raw) *bench {
	other := *b
	other.Settings = raw
	return &other
}

func (b *bench) host() sdk.Host {
	return sdk.Host{Connection: "suite", Log: b.log.logger(), HTTP: rest.New(b.transport, 20*time.Second)}
}

func (b *bench) close() {
	if b.conn == nil {
		return
	}
	if b.Calls != nil {
		b.Calls.Heal()
	}
	if err := b.conn.Close(); err != nil {
		b.Errorf("close: %v", err)
	}
	b.conn = nil
	b.transport.CloseIdleConnections()
	b.noSecret("the log", b.log.text())
}
