package web_test

import (
	"strings"
	"testing"
)

func TestPeopleWatchRequests(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, other := w.received(t, "Loss"), w.received(t, "Other")
	path := "/requests/" + string(key)
	jana, lead := w.as(t, "jana"), w.as(t, "lead")
	if got := lead.post(path + "/watch"); got.header.Get("Location") != path {
		t.Fatalf("%d to %s", got.code, got.header.Get("Location"))
	}
	jana.post(path + "/watch")
	order(t, jana.get(path).body, "Watchers", "<bdi>Jana Kovář</bdi>, <bdi>lead</bdi>", "Stop watching")
	list := jana.get("/?q=watching:me+is:open").body
	if !strings.Contains(list, `data-key="`+string(key)) || strings.Contains(list, `data-key="`+string(other)) {
		t.Error("watching:me does not list what jana watches")
	}
	order(t, list, `<span>Watching</span><b>1</b>`)
	jana.post(path + "/unwatch")
	if list := jana.get("/?q=watching:me").body; strings.Contains(list, `data-key="`+string(key)) {
		t.Error("it is watched on")
	}
	if got := w.as(t, "viewer").post(path + "/watch"); got.code != 403 {
		t.Errorf("a viewer watches: %d", got.code)
	}
}
