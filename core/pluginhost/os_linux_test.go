package pluginhost_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/spochub/spochub/core/pluginhost"
)

func TestUndumpable(t *testing.T) {
	if err := pluginhost.Undumpable(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) }()
	if n, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || n != 0 {
		t.Errorf("dumpable is %d, %v", n, err)
	}
	b := newBench(t, quick)
	b.until(b.start("odd", nil), pluginhost.Ready)
}
