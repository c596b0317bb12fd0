package app_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
)

const (
	hubMode = "hub-for-benchmark"
	// profileTo names a file for a profile of the hub's processor time.
	profileTo = "SPOCHUB_TEST_PROFILE"
)

// serveHub is a hub in a process of its own, so that its cost can be told from
// that of the simulators. It obeys lines of its input and answers each with one
// line.
func serveHub(args []string) int {
	flags := flag.NewFlagSet(hubMode, flag.ExitOnError)
	inside := flags.Bool("inside", false, "plugins in the hub's process")
	haste := flags.Int("haste", 1, "how many times faster the hub's clock goes")
	file := flags.String("config", "", "the configuration")
	_ = flags.Parse(args)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	c, err := read(*file)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	hub, err := openHub(ctx, c, *inside, *haste)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	if err := hub.Ready(ctx); err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println(strings.Join([]string{"ready", hub.URL(), pids(hub)}, " "))
	profiled := profile()
	obey(ctx, hub, c)
	profiled()
	stop()
	if err := errors.Join(<-ended, hub.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func read(file string) (*config.Config, error) {
	manifests := map[string]sdk.Manifest{}
	for name, c := range connectors() {
		manifests[name] = c.Manifest()
	}
	return config.Load(config.Options{File: file, Manifests: manifests})
}

func openHub(ctx context.Context, c *config.Config, inside bool, haste int) (*app.App, error) {
	began := time.Now()
	return app.New(ctx, app.Options{
		Config: c, Connectors: connectors(), InProcess: inside,
		Now: func() time.Time { return began.Add(time.Duration(haste) * time.Since(began)) },
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
}

func pids(hub *app.App) string {
	var list []string
	for _, name := range []string{"github", "jira", "servicenow"} {
		if pid := hub.PluginPID(name); pid != 0 {
			list = append(list, strconv.Itoa(pid))
		}
	}
	return strings.Join(list, ",")
}

func profile() (end func()) {
	path := os.Getenv(profileTo)
	if path == "" {
		return func() {}
	}
	f, err := os.Create(path)
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "profile:", err)
		return func() {}
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}
}

// obey carries out the benchmark's orders until its input ends.
func obey(ctx context.Context, hub *app.App, c *config.Config) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		order, arg, _ := strings.Cut(in.Text(), " ")
		n, _ := strconv.Atoi(arg)
		var err error
		switch order {
		case "fill":
			err = fill(ctx, hub.Desk(), n)
		case "calm":
			err = calm(ctx, hub, 50*time.Millisecond)
		case "imported":
			err = imported(ctx, hub, n)
		case "import":
			err = beginImport(ctx, c)
		case "requests":
			var counts []int
			if counts, err = hub.Store().Counts(ctx, []request.Filter{{}}, 1_000_000); err == nil {
				fmt.Println("is", counts[0])
				continue
			}
		default:
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println("done")
	}
}

// fill makes requests, each in the hands of two teams.
func fill(ctx context.Context, d *desk.Service, n int) error {
	by := auth.Actor{Login: "mara", Name: "Mara Lindt", Role: auth.Admin}
	var left atomic.Int64
	left.Store(int64(n))
	var at sync.WaitGroup
	faults := make(chan error, 8)
	for range cap(faults) {
		at.Go(func() {
			for i := left.Add(-1); i >= 0; i = left.Add(-1) {
				if err := delegate(ctx, d, by, line(int(i))); err != nil {
					faults <- err
					return
				}
			}
		})
	}
	at.Wait()
	close(faults)
	return <-faults
}

func delegate(ctx context.Context, d *desk.Service, by auth.Actor, title string) error {
	r, err := d.Receive(ctx, by, desk.Received{Draft: request.Request{
		Kind: request.Incident, Title: title, Client: "nordwind", Channel: request.Phone, Impact: 2, Urgency: 2,
		Description: "The line is down since **21:40**.\n\n- power is there\n- the LED *WAN* is off",
	}})
	if err != nil {
		return err
	}
	for _, team := range []request.TeamID{"network", "platform"} {
		if _, _, err := d.Delegate(ctx, by, desk.Target{Key: r.Key}, request.Delegate{Team: team}, false); err != nil {
			return err
		}
	}
	return nil
}

// beginImport asks for all that Jira has, as the command for it does.
func beginImport(ctx context.Context, c *config.Config) error {
	guest, err := app.OpenGuest(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(guest.Import(ctx, "jira", time.Now().AddDate(-10, 0, 0)), guest.Close())
}

// imported waits until there are so many requests, and nothing is due any more. It
// looks seldom: counting takes time, too.
func imported(ctx context.Context, hub *app.App, n int) error {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		counts, err := hub.Store().Counts(ctx, []request.Filter{{}}, n)
		if err != nil {
			return err
		}
		if counts[0] == n {
			return calm(ctx, hub, time.Second/2)
		}
		<-look.C
	}
}

// calm waits until nothing is due any more.
func calm(ctx context.Context, hub *app.App, every time.Duration) error {
	look := time.NewTicker(every)
	defer look.Stop()
	for {
		views, err := hub.Store().Connections(ctx)
		if err != nil {
			return err
		}
		busy := 0
		for _, v := range views {
			busy += v.Queue + v.Deliveries
		}
		text, err := hub.Store().TextDue(ctx)
		if err != nil || busy+text == 0 {
			return err
		}
		<-look.C
	}
}
