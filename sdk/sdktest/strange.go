package sdktest

import "strings"

func signs() []sample {
	return []sample{
		{"number alone", "1)\x03"},
		{"styles", "*soft* **bold** ***both*** ~~gone~~ _soft_ __bold__"},
		{"styles in words", "un*frigging*believable and a**b**c"},
		{"styles in styles", "**bold *soft* bold** *soft **bold** soft* ~~gone **bold**~~"},
		{"style over lines", "**bold\nover lines** and *soft\nas well*"},
		{"underscores in words", "snake_case_name __init__ _a_b_ if_index"},
		{"underscores that open nothing", "00000 __00000 __ and ~~0 ~~ --0 --"},
		{"code that looks like an address", "00000000000000`@0.0`"},
		{"lists parted by a lone CR", "0) 0\r#\n0)"},
		{"stars in sums", "2*3*4 = 24, 5 * 6, a*b, **not closed"},
		{"dashes", "-31 dBm - and -32 dBm -- a---b -x- (-y-)"},
		{"escapes", "\\*not soft\\* \\# \\[x\\] \\_ \\` \\\\ \\| \\> \\~ \\! \\{ \\}"},
		{"backslashes", "a\\b\\\\c \\n \\\nend\\"},
		{"entities", "&amp; &lt;b&gt; &copy; &nbsp; &#42; &#x2a; &amp;amp; AT&T &unknown; &#0;"},
		{"signs before code", "**`** `0 and *`a*` _`_b`"},
		{"entities without end", "&amp;ampamp0 R&D&copyright &lt5 https://net.example/?a=1&copy=2 x?a=1&reg=2"},
		{"angle brackets", "a < b > c, <host>, x<y>z, <user@net.example>"},
		{"HTML", "<b>bold</b> <script>alert(1)</script> <br> <img src=x onerror=alert(1)>"},
		{"HTML block", "<div class=\"a\">\n\ninside *soft*\n\n</div>"},
		{"HTML comment", "before <!-- hidden --> after\n\n<!--\nblock\n-->\n\nend"},
		{"old preformatted", "<pre>\nkept <b>as</b> it is\n</pre>\n\nthen"},
		{"wiki markup", "h1. title\n\n{color:red}hot{color} {panel}x{panel} {{mono}} [link|https://net.example/] !pic.png! bq. said"},
		{"wiki list signs", "# one\n\n\\* two\n\n\\# three\n\n\\|\\|head\\|\\|\n\n|cell|"},
		{"Textile markup", "h2. title\n\n\"link\":https://net.example/ !pic.png! @code@ *strong* ??cite?? bq. said %{color:red}hot%"},
		{"more Textile", "p(. left\n\nfn1. foot\n\n|_. head |\n\ntext[1] ==raw== ^up^ ~down~ +in+ -out-"},
		{"numbers at line starts", "2026\\. was it\n1986\\) too\n\n10.0.0.1 is down\n\n3.5 dB"},
		{"signs at line starts", "+ 1\n\n\\- 2\n\n\\+ 3\n\n= 4\n\n\\> 5\n\n: 6"},
		{"quotes and primes", "\"quoted\" 'single' 5' 6\" “curly” «french»"},
		{"tags and braces", "{x} [y] <z> (c) (r) (tm) {{a}} [[b]] $HOME ${x} #{y} %7B"},
		{"smileys", ":) ;-) :-( (y) (!) :+1: (/) (x)"},
	}
}

func scripts() []sample {
	return []sample{
		{"umlauts", "Größe, naïve, Ærø, Łódź, Ἑλλάς"},
		{"Chinese", "回線断です。確認してください。**太字**です"},
		{"emoji", "🔌 down, 👍 up"},
		{"joined emoji", "👩‍🚒 and 👨‍👩‍👧‍👦 and 🏳️‍🌈 and 🇩🇪 and 👍🏽"},
		{"astral", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎 𐍈"},
		{"combining", "e\u0301 a\u0308 \u0915\u094d\u0937"},
		{"right to left", "הקו נפל בלילה\n\nالخط مقطوع"},
		{"both directions", "Port xe-0/0/1 הקו נפל (down) الخط 12 dBm"},
		{"turned direction", "file\u202egnp.exe and \u2066isolated\u2069"},
		{"odd blanks", "a\u00a0b\u2003c\u2009d\u3000e\u200bf\ufeffg"},
		{"joiners", "a\u2060b \u2060\u2060 c\u200dd"},
		{"line separators", "a\u2028b\u2029c\u0085d"},
		{"NUL", "a\x00b"},
		{"control characters", "a\x01b\x07c\x1b[31mred\x1b[0m\x7f"},
		{"not UTF-8", "a\xffb\xc3(c"},
		{"half a pair", "a\xed\xa0\x80b"},
	}
}

func paging() []sample {
	return []sample{
		{"mentions", "@dana please, (@dana) a.@dana **@dana** @net/core @all"},
		{"doubled mentions", "@@dana @@@dana @\u2060@dana !@dana"},
		{"wiki mentions", "[~dana] [~accountid:5b10ac] \\[~dana\\] [~user:dana] **[~dana]**"},
		{"mentions by entity", "&#64;dana &#x40;dana &commat;dana &#91;~dana] [&#126;dana]"},
		{"mentions in a table", "| @dana | [~dana] |\n|---|---|\n| @mia | [~mia] |"},
		{"mentions everywhere", "# @dana\n\n- @dana\n- [~dana]\n\n> @dana\n\n[@dana](https://net.example/)"},
		{"references", "#12 net/core#3 GH-4 fixes #5 closes: net/core#6 resolved https://hub.example/issues/7 r123 commit:abc"},
		{"our marker", "<!-- spochub:v1 key=hub-a-b -->"},
		{"our marker at the end", "text\n\n<!-- spochub:v1 key=hub-a-b -->\n"},
		{"our marker in code", "```\n<!-- spochub:v1 key=hub-a-b -->\n```"},
		{"our marker twice", "<!-- spochub:v1 key=a -->\n\n<!-- spochub:v1 key=b -->"},
		{"macros", "{{include(secret)}} {{toc}} {toc} {include:secret} {html}<b>x</b>{html} {jira:X-1}"},
		{"journal tags", "[code]<script>alert(1)</script>[/code] [CODE]x[/Code] [ code ]y"},
		{"commands of ours", "/spoc return because\n\n/spoc eta 04:00"},
		{"reply above", "-- reply above --\n\nOn Monday Dana wrote:\n> text"},
	}
}

// sizes are texts at and just over what tools hold.
func sizes() []sample {
	return []sample{
		{"a very long line", strings.Repeat("no light on port 3, ", 600)},
		{"a very long word", strings.Repeat("abcdefgh", 700)},
		{"32767 units", fill("line down ", 32767)},
		{"32768 units", fill("line down ", 32768)},
		{"32767 units of pairs", strings.Repeat("🔌", 16383) + "x"},
		{"32768 units of pairs", strings.Repeat("🔌", 16384)},
		{"65536 characters", fill("no light\n\n", 65536)},
		{"65537 characters", fill("no light\n\n", 65537)},
		{"many lines", strings.Repeat("a line of a log\n", 2000)},
		{"many items", strings.Repeat("- an item\n", 1000)},
	}
}

// fill repeats words up to a length.
func fill(words string, n int) string {
	return strings.Repeat(words, n/len(words)) + strings.Repeat("x", n%len(words))
}
