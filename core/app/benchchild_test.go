package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
)

const hookSecret = "a secret of the webhook"

// child is a hub in a process of its own.
type child struct {
	b       testing.TB
	url     string
	pid     int
	plugins []int
	started time.Duration // until ready
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// site is where a hub lives and how it is set up.
type site struct {
	folder  string
	inside  bool // plugins in the hub's process
	adopts  bool // every new ticket of Jira's becomes a request
	imports bool // and every old one, from the start
	haste   int  // how many times faster the hub's clock goes; 0: as fast as any
}

// startHub starts a hub for the tools and waits until it is ready.
func startHub(b testing.TB, t *tools, at site) *child {
	b.Helper()
	cmd := exec.Command(os.Args[0], hubMode, "-config", configure(b, t, at), "-inside="+strconv.FormatBool(at.inside), "-haste="+strconv.Itoa(max(at.haste, 1)))
	cmd.Env = append(os.Environ(),
		"JIRA_TOKEN="+fmt.Sprint(t.jira.Settings("")["token"]), "GITHUB_TOKEN="+t.github.Token(githubtest.Bot),
		"SERVICENOW_PASSWORD="+servicenowtest.HubPassword, "HOOK_SECRET="+hookSecret)
	cmd.Stderr = os.Stderr
	h := &child{b: b, cmd: cmd}
	in, err := cmd.StdinPipe()
	must(b, err)
	out, err := cmd.StdoutPipe()
	must(b, err)
	h.in, h.out = in, bufio.NewReader(out)
	began := time.Now()
	must(b, cmd.Start())
	b.Cleanup(h.stop)
	h.url, h.plugins = h.ready()
	h.started, h.pid = time.Since(began), cmd.Process.Pid
	t.relay(h.url)
	return h
}

// stop lets a hub that lives come to its end.
func (h *child) stop() {
	if h.cmd.ProcessState != nil {
		return
	}
	_ = h.in.Close()
	if err := h.cmd.Wait(); err != nil {
		h.b.Errorf("the hub's process: %v", err)
	}
}

// kill ends a hub as kill -9 does.
func (h *child) kill() {
	h.b.Helper()
	must(h.b, h.cmd.Process.Kill())
	if err := h.cmd.Wait(); err == nil {
		h.b.Error("the hub had ended by itself")
	}
}

func (h *child) ready() (url string, plugins []int) {
	words := strings.Fields(h.line())
	if len(words) < 2 || words[0] != "ready" {
		h.b.Fatalf("the hub says %q", words)
	}
	if len(words) > 2 {
		for text := range strings.SplitSeq(words[2], ",") {
			pid, err := strconv.Atoi(text)
			must(h.b, err)
			plugins = append(plugins, pid)
		}
	}
	return words[1], plugins
}

func (h *child) line() string {
	text, err := h.out.ReadString('\n')
	must(h.b, err)
	return strings.TrimSpace(text)
}

// do gives the hub an order and waits until it is carried out.
func (h *child) do(order string) {
	h.b.Helper()
	_, err := fmt.Fprintln(h.in, order)
	must(h.b, err)
	if said := h.line(); said != "done" {
		h.b.Fatalf("%s: the hub says %q", order, said)
	}
}

// ask gives the hub an order that is answered with a number.
func (h *child) ask(order string) (n int) {
	h.b.Helper()
	_, err := fmt.Fprintln(h.in, order)
	must(h.b, err)
	if said := h.line(); !strings.HasPrefix(said, "is ") {
		h.b.Fatalf("%s: the hub says %q", order, said)
	} else {
		_, _ = fmt.Sscanf(said, "is %d", &n)
	}
	return n
}

func configure(b testing.TB, t *tools, at site) string {
	text := template.Must(template.New("").Parse(benchConfig))
	var filled bytes.Buffer
	must(b, text.Execute(&filled, map[string]any{"Folder": at.folder, "URL": t.urls, "Adopts": at.adopts || at.imports, "Imports": at.imports}))
	file := filepath.Join(at.folder, "spochub.yaml")
	must(b, os.WriteFile(file, filled.Bytes(), 0o600))
	return file
}

const benchConfig = `
server: { listen: "127.0.0.1:0" }
database: { url: "sqlite:{{.Folder}}/spochub.db" }
desk: { name: Desk, key_prefix: SP, locale: en, time_zone: Europe/Berlin }
connections:
  - name: jira
    plugin: jira
    settings: { base_url: "{{.URL.jira}}", user: spochub@elbline.example, token: "env:JIRA_TOKEN", project: NET, account: dedicated }
    webhook_secret: "env:HOOK_SECRET"
    poll: 60s
    fields: { title: both, priority: both }
{{- if .Adopts}}
    adopt: { rule: all }
{{- if .Imports}}
    import_since: 2020-01-01
{{- end}}
{{- end}}
  - name: github
    plugin: github
    settings: { base_url: "{{.URL.github}}", repository: elbline/platform, token: "env:GITHUB_TOKEN", account: dedicated }
    webhook_secret: "env:HOOK_SECRET"
    poll: 60s
    fields: { title: both, priority: both }
  - name: servicenow
    plugin: servicenow
    settings: { base_url: "{{.URL.servicenow}}", user: spochub, password: "env:SERVICENOW_PASSWORD", account: dedicated }
    webhook_secret: "env:HOOK_SECRET"
    poll: 60s
teams:
  - { name: network, connection: jira, target: NET }
  - { name: platform, connection: github, target: elbline/platform }
clients:
  - { name: nordwind, title: Nordwind Logistik }
`

// usage is what processes have used up to a moment.
type usage struct{ hub, plugins, self time.Duration }

func (h *child) usage() usage {
	u := usage{hub: processorTime(h.pid), self: processorTime(os.Getpid())}
	for _, pid := range h.plugins {
		u.plugins += processorTime(pid)
	}
	return u
}

// processorTime of a process in user and system mode, 0 where the system does
// not tell.
func processorTime(pid int) time.Duration {
	const tick = 10 * time.Millisecond
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

// resident is the memory of a process in megabytes.
func resident(pid int) float64 { return memory(pid, "VmRSS:") }

// peak is the most memory that a process ever had, in megabytes.
func peak(pid int) float64 { return memory(pid, "VmHWM:") }

func memory(pid int, line string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), line)
	kb, _ := strconv.ParseFloat(strings.Fields(after + " 0")[0], 64)
	return kb / 1024
}

// load is how many processes of the whole machine wait for it.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	one, _ := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	return one
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
