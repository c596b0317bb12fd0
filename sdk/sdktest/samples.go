package sdktest

// sample is a text as it reaches a hub.
type sample struct{ name, text string }

// samples are texts as people, mail programs and monitoring write them, and as
// nobody should.
func samples() []sample {
	list := []sample{
		{"empty", ""},
		{"blank", " \n\t\n  "},
		{"one line", "The line at Harbour Street is down."},
		{"paragraphs", "First one.\n\nSecond one.\n\n\n\nThird after many blanks."},
		{"CRLF", "First\r\nsecond\r\n\r\nthird\r\n"},
		{"lone CR", "First\rsecond\r\rthird"},
		{"space at line ends", "First   \nsecond \t\nthird"},
		{"hard breaks", "First  \nsecond\\\nthird\nfourth"},
		{"leading blanks", "   three before\n\n  two before"},
	}
	for _, more := range [][]sample{lists(), tables(), codes(), links(), signs(), scripts(), paging(), sizes()} {
		list = append(list, more...)
	}
	return list
}

func lists() []sample {
	return []sample{
		{"bullets", "- one\n- two\n- three"},
		{"star and plus bullets", "* one\n* two\n\n+ three\n+ four"},
		{"nested bullets", "- one\n  - deep\n    - deeper\n- two"},
		{"numbers", "1. one\n2. two\n3. three"},
		{"numbers from seven", "7. seventh\n8. eighth"},
		{"numbers with brackets", "1) one\n2) two"},
		{"numbers of two kinds", "1) one\n0. zero\n\n5. five\n\n- apart\n\n9) nine"},
		{"number inside an item", "0\n    1) 1)\n\n1) 1)"},
		{"number inside a paragraph", "text\n    1) not an item"},
		{"mixed list", "1. power\n   - breaker\n   - fuse\n2. light\n   1. port\n   2. optic"},
		{"nested numbers from three", "- outer\n  3. third\n  4. fourth"},
		{"tasks", "- [ ] call the site\n- [x] read the log\n  - [ ] ask again"},
		{"loose list", "- one\n\n- two\n\n  still two\n\n- three"},
		{"code in a list", "1. run\n\n   ```\n   show log\n   ```\n\n2. read"},
		{"quote in a list", "- they said\n\n  > it works\n\n- we said"},
		{"table after a list", "- one\n\n| a | b |\n|---|---|\n| cell | other |"},
		{"list right after text", "Steps:\n- one\n- two"},
		{"two lists", "- one\n\n<!-- apart -->\n\n- two"},
		{"empty item", "- one\n-\n- three"},
		{"item with a heading", "- # title\n- text"},
		{"lines in an item", "- one\n  goes on\n- two\n  as well"},
		{"quote", "> quoted\n> on\n\nanswer"},
		{"quote in a quote", "> outer\n>\n> > inner\n> > goes on\n>\n> outer again"},
		{"quote of everything", "> # Title\n>\n> - one\n> - two\n>\n> ```\n> code\n> ```"},
		{"quote three deep", "> one\n> > two\n> > > three"},
		{"headings", "# One\n\n## Two\n\n### Three\n\n###### Six\n\nText under it"},
		{"underlined headings", "Title\n=====\n\nSecond\n------\n\nText"},
		{"heading with a hash", "# C\\#\n\n# issue # five #"},
		{"rules", "above\n\n---\n\nbetween\n\n***\n\nbelow"},
	}
}

func tables() []sample {
	return []sample{
		{"table", "| Port | State |\n| --- | --- |\n| xe-0/0/1 | down |\n| xe-0/0/2 | up |"},
		{"aligned table", "| left | centre | right |\n|:-----|:----:|-----:|\n| one | two | three |"},
		{"bars in a table", "| command | means |\n|---|---|\n| `a \\| b` | either \\| or |"},
		{"styled table", "| **bold** | *soft* | `code` |\n|---|---|---|\n| [link](https://net.example/a) | ~~gone~~ | <https://net.example/b> |"},
		{"empty cells", "| a | | c |\n|---|---|---|\n| | mid | |\n|x|||"},
		{"table without header words", "| | |\n|---|---|\n| one | two |"},
		{"one column", "| alone |\n|---|\n| cell |"},
		{"bars in text", "either | or || both"},
	}
}

func codes() []sample {
	return []sample{
		{"inline code", "Run `show int` and `a  b` now."},
		{"code of signs", "`*a* _b_ {c} [d] |e| ~f~ #g -h- +i+ ^j^ \\k !l! <m> &amp; \"n\":o @p@`"},
		{"bars in code", "| a |\n|-|\n| `1\\|`0 |\n\n`b  <|`"},
		{"code over two lines", "``a`b\n````c``"},
		{"ticks in code", "`` a ` b `` and ``` `` ```"},
		{"fenced", "```\nshow interface xe-0/0/1\n  indented *not bold*\n\n# no heading\n```"},
		{"fenced with language", "```go\nfunc main() {\n\tx := a[0] | b\n}\n```"},
		{"fence in a fence", "````md\n```\ninner\n```\n````"},
		{"waves as a fence", "~~~\n``` is inside\n~~~"},
		{"fence without end", "text\n\n```\nnever closed"},
		{"empty fence", "before\n\n```\n```\n\nafter"},
		{"indented code", "text\n\n    first line\n      second\n\nmore"},
		{"tags in code", "```html\n<pre><code>x</code></pre>\n<!-- note -->\n```"},
		{"tags in code in any case", "```html\n<Pre>x</Pre> <CODE>y</Code>\n</pRe>\n```\n\nand `a </Code> b </PRE> c`"},
		{"code over a line's end", "`0 \n0` and `a\t\nb`"},
		{"wiki macros in code", "```\n{code}inside{code}\n{noformat}x{noformat}\n{quote}\n```"},
		{"journal tags in code", "```\n[code]<b>x</b>[/code]\n```"},
		{"mention in code", "`@dana` and\n\n```python\n@app.route(\"/\")\ndef x(): pass # fixes 12\n```"},
		{"templates in code", "```\n{{name}} {% if x %} ${HOME} $(date) %s\n```"},
		{"two fences", "```\none\n```\n```\ntwo\n```"},
		{"code next to words", "a`b`c and *`d`* **`e`** ~~`f`~~"},
		{"backslashes in code", "`C:\\dir\\*` and\n\n```\n\\\\server\\share\\\n```"},
		{"blank lines in code", "```\n\n\nafter two\n\n\nbefore two\n\n\n```"},
		{"log", "```\nJan  1 00:00:00 host kernel: [12.5] <err> eth0: link down (-110) 100%\n```"},
	}
}

func links() []sample {
	return []sample{
		{"bare link", "See https://net.example/path?x=1&y=2#top."},
		{"link in brackets", "(see https://net.example/a) and <https://net.example/b>"},
		{"named link", "[the graph](https://net.example/g?from=1&to=2)"},
		{"titled link", "[the graph](https://net.example/g \"of last night\")"},
		{"link with parentheses", "[page](https://net.example/a_(b)) and [other](<https://net.example/c(d>)"},
		{"link with a bar", "[either\\|or](https://net.example/a%7Cb) and [x](<https://net.example/p|q>)"},
		{"link with marks", "[**bold** `code` *soft*](https://net.example/x_y_z*1)"},
		{"link with brackets", "[a \\[b\\] c](https://net.example/) and [\\]](https://net.example/z)"},
		{"link by reference", "[the text][ref] and [ref]\n\n[ref]: https://net.example/ref"},
		{"relative link", "[manual](/docs/manual.html) and [anchor](#below)"},
		{"mention in an address", "[a](#b#@joe) and [b](https://net.example/?a=@joe) and https://net.example/?a=@joe or http://0.a@0"},
		{"script link", "[press](javascript:alert(1)) here"},
		{"mail address", "ops@net.example and <noc@net.example> and [us](mailto:us@net.example)"},
		{"address of nothing", "[](mailto:) and [](mailto:us@net.example) and [noc@net.example](mailto:noc@net.example)"},
		{"phone", "[call](tel:+4912345) me"},
		{"image", "![floor plan](https://net.example/a.png)"},
		{"titled image", "![plan](https://net.example/a.png \"second floor\")"},
		{"image without words", "![](https://net.example/b.jpg)"},
		{"linked image", "[![badge](https://net.example/c.png)](https://net.example/build)"},
		{"relative image", "![shot](shot.png)"},
		{"link with blanks", "[x](<https://net.example/a b>)"},
		{"link of its own words", "[0000](0000)0000 and [net.example](https://net.example/net.example)"},
		{"address without end", "&aaa <https://000.a00000000> and <https://net.example/a>b"},
		{"two links", "[a](https://net.example/a)[b](https://net.example/b)https://net.example/c"},
		{"path of a system", "\\\\files.example\\share\\*.log and C:\\temp\\_x_\\"},
	}
}
