// Command pictures takes the README's pictures: it starts the demo, opens it in a
// browser without a window and writes docs/inbox.png and docs/request.png.
//
//	go run ./docs/pictures
//
// It uses the Chromium or Chrome that is installed, or the one that -browser names.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	"github.com/go-rod/rod/lib/proto"

	"github.com/spochub/spochub/core/web/webtest"
)

func main() {
	browser := flag.String("browser", "", "the `path` of Chromium or Chrome; empty: looked for")
	out := flag.String("out", "docs", "the `folder` for the pictures")
	flag.Parse()
	if err := run(context.Background(), *browser, *out); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, browser, out string) (err error) {
	folder, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	link, stop, err := demo(ctx, filepath.Join(folder, "spochub"))
	if err != nil {
		return fmt.Errorf("start the demo: %w", err)
	}
	defer stop()
	if browser == "" {
		browser, _ = launcher.LookPath()
	}
	b, end, err := webtest.Browser(browser, filepath.Join(folder, "profile"), "hide-scrollbars")
	if err != nil {
		return fmt.Errorf("start the browser: %w", err)
	}
	defer end()
	return rod.Try(func() { shoot(b, link, out) })
}

// demo builds and starts the demo and returns its sign-in link.
func demo(ctx context.Context, binary string) (link string, stop func(), err error) {
	build := exec.CommandContext(ctx, "go", "install", "./cmd/spochub")
	build.Env = append(os.Environ(), "GOBIN="+filepath.Dir(binary))
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", nil, err
	}
	hub := exec.CommandContext(ctx, binary, "demo", "--listen", "127.0.0.1:0", "--json")
	text, err := hub.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := hub.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = hub.Process.Signal(os.Interrupt)
		_ = hub.Wait()
	}
	var ready struct{ SignIn string }
	if err := json.NewDecoder(text).Decode(&ready); err != nil {
		stop()
		return "", nil, err
	}
	return ready.SignIn, stop, nil
}

// shoot signs in and takes the pictures: the inbox by day, and by night the
// request with most tickets.
func shoot(b *rod.Browser, link, out string) {
	p := b.MustPage(link).Timeout(3 * time.Minute)
	p.MustSetViewport(1440, 900, 1, false)
	webtest.SignIn(p)
	settle(p, "light")
	save(p, filepath.Join(out, "inbox.png"))
	key := p.MustEval(`() => [...document.querySelectorAll('.row')].sort((a, b) => b.querySelectorAll('.lk').length - a.querySelectorAll('.lk').length)[0].dataset.key`).Str()
	p.MustNavigate(p.MustEval(`k => location.origin + '/requests/' + k`, key).Str()).MustWaitLoad()
	settle(p, "dark")
	save(p, filepath.Join(out, "request.png"))
}

func settle(p *rod.Page, theme string) {
	p.MustEval(`t => { document.documentElement.dataset.theme = t; document.activeElement?.blur() }`, theme)
	p.MustElement("html[data-live=on]")
	p.MustEval(`() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))`)
	p.MustWait(`() => !document.getAnimations().some((a) => a.playState === 'running')`) // colours pass from theme to theme
}

func save(p *rod.Page, path string) {
	png, err := p.Screenshot(false, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		panic(err)
	}
}
