package simulation

import (
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// plugin is the process that serves a connection: it may die by itself, while the
// hub lives on, and takes along what it kept in memory.
type plugin struct {
	runs bool
	last listed // was told to its end: the same one is not told again, as where a tool knows ETags
}

// mortal lets plugins die.
func (k *Knobs) mortal(*dice) {
	for i := range k.Tools {
		k.Tools[i].Mortal = true
	}
}

// pluginDies lights the fuse of one plugin, which burns down call by call.
func (w *World) pluginDies() {
	t := pick(w.dice, w.tools...)
	t.fuse = 1 + w.dice.IntN(6)
	w.tracef("%s: the plugin is to die after %d points", t.name, t.fuse)
	w.hub.work(pick(w.dice, "link", "link", "decode", "poll"))
}

// serves starts the plugin if it does not run, and says what a call sees if it dies
// at this point.
func (c *conn) serves(point string, class fault.Class) error {
	if !c.k.Mortal {
		return nil
	}
	if !c.plugin.runs {
		c.plugin = plugin{runs: true}
		c.w.hit("plugin started")
	}
	if !c.w.faulty || c.fuse == 0 {
		return nil
	}
	if c.fuse--; c.fuse > 0 {
		return nil
	}
	c.plugin = plugin{}
	c.failures = 0 // that is no word of the tool itself
	c.w.hit("plugin dies " + point)
	c.w.tracef("%s: the plugin dies %s", c.name, point)
	return &fault.Error{Op: "plugin fake", Class: class, After: time.Second}
}

// deaths lists the points at which a plugin may die.
func deaths() (points []string) {
	for _, at := range []string{"at a ping", "before a read", "after a read", "before a write", "after a write", "between rows", "at a delivery"} {
		points = append(points, "plugin dies "+at)
	}
	return points
}

// unchanged reports whether a list is the one that was told last, from the same
// cursor on: it can only have grown, or been changed.
func (c *conn) unchanged(l listed) bool {
	same := c.k.Mortal && l.rows > 0 && c.plugin.last == l
	if same {
		c.w.hit("list unchanged")
	}
	return same
}

// listed is what tells one answer to a poll from another.
type listed struct {
	from ticket.Cursor
	rows int
	rev  int // of the tool
}
