package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

// A query is understood in the words that the reader's pages say.
func TestAQueryIsUnderstoodInTheReadersWords(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.edit(t, key, request.Edit{Priority: new(request.Priority("P2")), Reason: "so"}, nil)
	b := w.as(t, "jana")
	for lang, queries := range map[string]map[string]string{
		"de": {
			"status:neu": "status:new", "status:Neu": "status:new", `status:"in Arbeit" status:neu`: "status:in_progress status:new", "-status:in_arbeit": "-status:in_progress",
			"is:störung": "is:incident", "is:stoerung": "is:incident", "is:Neu": "is:new", "p:hoch": "p:2", "is:new p:2": "is:new p:2", "next:wir,derSPOC": "next:spoc", `-is:"wartet auf Kunden"`: "-is:waiting",
		},
		"en": {"status:New": "status:new", `-status:"on hold"`: "-status:on_hold", "p:high": "p:2"},
	} {
		b.lang = lang
		for query, means := range queries {
			got := b.get("/?q=" + url.QueryEscape(query))
			if got.code != 200 || !strings.Contains(got.body, `data-key="`+string(key)) || !strings.Contains(got.body, `name="q" value="`+strings.ReplaceAll(means, `"`, "&#34;")+`"`) {
				t.Errorf("%s %s: %d", lang, query, got.code)
			}
		}
	}
	b.lang = "de"
	for typed, want := range map[string]string{
		"status:ne": `{"text":"status:neu","says":"Neu"}`, "status:": `{"text":"status:neu","says":"Neu"},{"text":"status:\"in arbeit\"","says":"In Arbeit"}`,
		"is:st": `{"text":"is:störung","says":"Störung"}`, "p:kri": `{"text":"p:kritisch","says":"Kritisch"}`, "is:new": `{"text":"is:new","says":"Neu"}`,
	} {
		if got := b.get("/complete?q=" + url.QueryEscape(typed)).body; !strings.Contains(got, want) {
			t.Errorf("%s goes on with %s, not %s", typed, got, want)
		}
	}
}

// Whoever a query names and there is not is said under the field.
func TestAQueryThatNamesNobodySaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.received(t, "Loss")
	b := w.as(t, "jana")
	b.lang = "de"
	for query, want := range map[string]string{
		"team:nirgendwo": "bei 1: „team:nirgendwo“: es gibt kein Team „nirgendwo“", "is:open -client:niemand": "bei 9: „-client:niemand“: es gibt keinen Kunden „niemand“",
		"next:nirgendwo": "es gibt kein Team „nirgendwo“", "owner:niemand": "es gibt niemanden namens „niemand“", "watching:niemand": "es gibt niemanden namens „niemand“",
	} {
		got := b.get("/?q=" + url.QueryEscape(query))
		if got.code != 422 || !strings.Contains(got.body, want) || !strings.Contains(got.body, `id="q-wrong"`) {
			t.Errorf("%s: %d, not %s", query, got.code, want)
		}
	}
	for _, query := range []string{"team:core", "client:nordwind", "owner:lead", "owner:me", "owner:none", "next:core", "next:team", "watching:me", "-team:core"} {
		if got := b.get("/?q=" + url.QueryEscape(query)); got.code != 200 {
			t.Errorf("%s: %d", query, got.code)
		}
	}
}
