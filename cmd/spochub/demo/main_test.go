package demo_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binary is the program under test, built once.
var binary string

// abreast is how many tests run at a time: they wait more than they work.
const abreast = "8"

func TestMain(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if !chosen {
		_ = flag.Set("test.parallel", abreast)
	}
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "spochub-e2e")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(dir) }()
		binary = filepath.Join(dir, "spochub")
		build := exec.Command("go", "build", "-o", binary, "github.com/spochub/spochub/cmd/spochub")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
			return 1
		}
		defer func() { redmines.stop(context.Background()) }()
		defer clusters.stop()
		return m.Run()
	}())
}
