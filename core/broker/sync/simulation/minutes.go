package simulation

// zone is where a tool's account lives, whose clocks change once: how far they are
// ahead of ours, and of the hour. The zero value is no zone at all.
type zone struct {
	Before, After int64 // microseconds
	Change        int64
}

const (
	minute = int64(60_000_000)
	hour   = 60 * minute
)

// byMinutes makes tools answer polls only by whole minutes of their account's own
// time, which is put forward or back within the history.
func (k *Knobs) byMinutes(d *dice) {
	for i := range k.Tools {
		if i > 0 && d.one(2) {
			continue
		}
		before := int64(d.IntN(25)-12)*hour + pick(d, 0, 0, 30*minute, 45*minute)
		k.Tools[i].Zone = zone{Before: before, After: before + pick(d, -hour, -hour, hour), Change: start + d.Int64N(30)*minute + 1}
	}
}

// local is what the clock on the wall says, to the minute.
func (z zone) local(at int64) int64 {
	if at >= z.Change {
		return (at + z.After) / minute * minute
	}
	return (at + z.Before) / minute * minute
}

// instant is when the clock says so: of an hour that comes twice, the second time.
func (z zone) instant(local int64) int64 {
	if at := local - z.After; at >= z.Change {
		return at
	}
	return local - z.Before
}

// since is from when on a poll lists. Where the tool is asked by the clock on the
// wall, its connector asks for an hour more if the time that it wants comes twice.
func (c *conn) since(wanted int64) int64 {
	z := c.k.Zone
	if z == (zone{}) {
		return wanted
	}
	c.w.hit("poll by minutes")
	at := z.instant(z.local(wanted))
	if at > wanted {
		c.w.hit("an hour that comes twice")
		at = z.instant(z.local(wanted - hour))
	}
	c.w.tracef("%s: all since %d for %d", c.name, at-start, wanted-start)
	return at
}

// shown is a time of an update as the tool's list tells it.
func (z zone) shown(at int64) int64 {
	if z == (zone{}) {
		return at
	}
	return at / minute * minute
}
