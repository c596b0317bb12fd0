package alike_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request/alike"
	"github.com/spochub/spochub/core/request/alike/aliketest"
)

// BenchmarkCompare judges two reports, one of them long.
func BenchmarkCompare(b *testing.B) {
	tuning, _, err := aliketest.Pairs()
	if err != nil {
		b.Fatal(err)
	}
	j, p := alike.NewJudge(aliketest.Directory()), tuning[0]
	p.Known.Text = strings.Repeat(p.Known.Text+" ", 1000)
	for b.Loop() {
		j.Compare(p.Fresh, p.Known)
	}
}
