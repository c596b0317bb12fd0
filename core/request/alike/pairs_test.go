package alike_test

import (
	"testing"

	"github.com/spochub/spochub/core/request/alike"
	"github.com/spochub/spochub/core/request/alike/aliketest"
)

// judged is how well a judge does on pairs.
type judged struct{ right, wrong, missed int }

func (j judged) precision() float64 { return float64(j.right) / float64(max(j.right+j.wrong, 1)) }
func (j judged) recall() float64    { return float64(j.right) / float64(max(j.right+j.missed, 1)) }

func judge(t *testing.T, list []aliketest.Pair, tell bool) (r judged) {
	t.Helper()
	j := alike.NewJudge(aliketest.Directory())
	for _, p := range list {
		v := j.Compare(p.Fresh, p.Known)
		switch said := v.Score >= alike.Possible; {
		case said && p.Same:
			r.right++
		case said:
			r.wrong++
		case p.Same:
			r.missed++
		default:
			continue
		}
		if tell && (v.Score >= alike.Possible) != p.Same {
			t.Logf("%.2f %v: %s", v.Score, v.Reasons, p.Why)
		}
	}
	t.Logf("%d pairs: precision %.3f, recall %.3f", len(list), r.precision(), r.recall())
	return r
}

// TestJudgement measures on pairs that the judge was tuned on, and on pairs that
// it was not. Nobody is to look at the second to tune it.
func TestJudgement(t *testing.T) {
	tuning, held, err := aliketest.Pairs()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(tuning) + len(held); n < 100 {
		t.Fatalf("only %d pairs", n)
	}
	if r := judge(t, tuning, true); r.precision() < 0.90 || r.recall() < 0.90 {
		t.Errorf("on the tuning half: precision %.3f, recall %.3f", r.precision(), r.recall())
	}
	if r := judge(t, held, false); r.precision() < 0.80 || r.recall() < 0.80 {
		t.Errorf("on the held-out half: precision %.3f, recall %.3f", r.precision(), r.recall())
	}
}
