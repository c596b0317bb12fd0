// Package webtest drives a browser without a window, for those who look at pages:
// tests, and what takes pictures.
package webtest

import (
	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	"github.com/go-rod/rod/lib/launcher/flags"
)

// Chromium is where Debian installs it.
const Chromium = "/usr/bin/chromium"

// Browser starts the browser at a path with a profile of its own in a folder. It
// asks the network for nothing of its own. End ends it.
func Browser(path, folder string, more ...flags.Flag) (b *rod.Browser, end func(), err error) {
	l := launcher.New().Bin(path).NoSandbox(true).Leakless(false).UserDataDir(folder)
	quiet := []flags.Flag{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"}
	for _, flag := range append(quiet, more...) {
		l = l.Set(flag)
	}
	address, err := l.Launch()
	if err != nil {
		return nil, nil, err
	}
	b = rod.New().ControlURL(address)
	if err := b.Connect(); err != nil {
		l.Kill()
		return nil, nil, err
	}
	return b, func() {
		_ = b.Close()
		l.Kill()
		l.Cleanup()
	}, nil
}

// SignIn presses the one button of a sign-in link's page, and waits for what follows.
func SignIn(p *rod.Page) {
	p.MustWaitLoad()
	entered := p.MustWaitNavigation()
	p.MustElement("form button.pri").MustClick()
	entered()
}
