package sdktest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/wire"
)

// Run proves that a connector keeps the rules of package sdk. Every check is a
// subtest with a fresh subject; checks of capabilities that the connector does
// not have are skipped. All of them run twice: against the connector itself, and
// against it as the hub sees it, through the wire of a plugin process.
func Run(t *testing.T, f Fixture) {
	over := f
	over.Connector = wire.InMemory(f.Connector)
	t.Run("direct", func(t *testing.T) { runAll(t, f) })
	t.Run("wire", func(t *testing.T) { runAll(t, over) })
}

func runAll(t *testing.T, f Fixture) {
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) { c.run(newBench(t, f)) })
	}
}

type check struct {
	name string
	run  func(*bench)
}

// checks are the subtests of Run, in their order.
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
	{"webhook and poll agree", hooksAgree},
	{"a forged delivery is refused", hooksForged},
	{"a garbled delivery is harmless", hooksGarbled},
	{"files come back whole", files},
	{"a lost upload is uncertain and found", uploadLost},
	{"a body that breaks is no file", uploadBroken},
	{"a file that is too large is refused for good", uploadTooLarge},
	{"a cut download is an error", downloadCut},
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
	connector sdk.Connector
	manifest  sdk.Manifest
	ctx       context.Context
	conn      sdk.Conn
	transport *http.Transport
	log       *capture
}

func newBench(t *testing.T, f Fixture) *bench {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	b := &bench{
		T: t, ctx: ctx, connector: f.Connector, Subject: f.Start(t), manifest: f.Connector.Manifest(), log: &capture{},
		transport: http.DefaultTransport.(*http.Transport).Clone(),
	}
	b.open()
	t.Cleanup(b.close)
	return b
}

func (b *bench) open() {
	b.Helper()
	conn, err := b.connector.Open(b.ctx, b.Settings, b.host())
	b.must("open", err)
	b.conn = conn
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
