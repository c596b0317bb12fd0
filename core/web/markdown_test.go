package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
)

// Whatever somebody wrote is on the page, to the letter; Markdown still works.
func TestNothingWrittenVanishes(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b := w.as(t, "jana")
	for text, want := range map[string]string{
		"<interface eth0> is down <div>x</div> <script>alert(1)</script>": "<p>&lt;interface eth0&gt; is down &lt;div&gt;x&lt;/div&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>",
		"<div>\nport **12**\n</div>":                                      "<p>&lt;div&gt;\nport <strong>12</strong>\n&lt;/div&gt;</p>",
		"<script>\nalert(2)\n</script>":                                   "<p>&lt;script&gt;\nalert(2)\n&lt;/script&gt;</p>",
		"before <!-- remark --> after":                                    "<p>before &lt;!-- remark --&gt; after</p>",
		"<!--\na block\n-->":                                              "<p>&lt;!--\na block\n--&gt;</p>",
		"<?php 1 ?> <!DOCTYPE html>":                                      "<p>&lt;?php 1 ?&gt; &lt;!DOCTYPE html&gt;</p>",
		"if a<b && c>d then <unknown>":                                    "<p>if a&lt;b &amp;&amp; c&gt;d then &lt;unknown&gt;</p>",
		"trunk <vlan:100> is <ftp://x> gone":                              "&lt;vlan:100&gt; is &lt;",
		"[eth0]: down":                                                    "<p>[eth0]: down</p>",
		"see <https://x.example/a?b=1&c=2> ok":                            `<a href="https://x.example/a?b=1&amp;c=2" rel="nofollow noreferrer">https://x.example/a?b=1&amp;c=2</a> ok`,
		"mail <noc@nordwind.example> now":                                 `<a href="mailto:noc@nordwind.example" rel="nofollow noreferrer">noc@nordwind.example</a> now`,
		"`<b>` in **bold** and https://y.example":                         `<code>&lt;b&gt;</code> in <strong>bold</strong> and <a href="https://y.example"`,
		"```\n<interface eth1>\n```":                                      "<pre><code>&lt;interface eth1&gt;\n</code></pre>",
		"- <a href=\"/x\">y</a>":                                          "<li>&lt;a href=&#34;/x&#34;&gt;y&lt;/a&gt;</li>",
	} {
		if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", text); err != nil {
			t.Fatal(err)
		}
		if page := b.get(path).body; !strings.Contains(page, want) {
			_, shown, _ := strings.Cut(page, `<ol class="tl"`)
			t.Errorf("%q is not shown as %q in %s", text, want, shown)
		}
	}
}
