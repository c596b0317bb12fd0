package simulation

import "maps"

// hit counts that something was reached which must be reached now and then.
func (w *World) hit(point string) {
	if w.result_.Hits == nil {
		w.result_.Hits = map[string]int{}
	}
	w.result_.Hits[point]++
}

// Points lists every fault and every point of a crash: a long run that misses one
// proves less than it says.
func Points() []string {
	points := []string{
		"throttled", "unavailable", "uncertain", "down for minutes", "not found", "misread", "stale read", "poll cut off",
		"refused", "write throttled", "write unavailable", "lost before", "lost after", "late", "too late", "write misread", "conflict",
		"dropped field", "refused field", "rate limit", "inside a call", "wanted while at work", "paused past the lease",
		"delivery lost", "delivery doubled", "delivery late", "delivery again",
		"credential refused", "tickets hidden", "writes denied", "read only", "other hub's ticket", "other hub's comment",
		"forged delivery", "lie at a known address",
		"poll by minutes", "an hour that comes twice", "demand", "demand among other fields", "demand met",
		"disabled", "enabled again", "mapping changed midway",
		"plugin started", "list unchanged",
		"teams work while the hub is down", "told during a call", "slow tool", "stale list", "several acts within a second",
		"told before", "a write crosses a poll",
		"deleted", "moved", "returned", "merged", "unmerged", "backup restored", "mapping changed",
	}
	points = append(points, deaths()...)
	for _, at := range []string{"call", "claim", "finish", "receive", "delivery", "connection", "link", "intake"} {
		points = append(points, "crash before "+at, "crash after "+at)
	}
	return points
}

// Add joins what came of another history.
func (r *Result) Add(o Result) {
	r.Crashes, r.Restores, r.Writes, r.Reads = r.Crashes+o.Crashes, r.Restores+o.Restores, r.Writes+o.Writes, r.Reads+o.Reads
	r.Changes, r.Late, r.Twins, r.VirtualMinutes = r.Changes+o.Changes, r.Late+o.Late, r.Twins+o.Twins, r.VirtualMinutes+o.VirtualMinutes
	hits := maps.Clone(r.Hits)
	if hits == nil {
		hits = map[string]int{}
	}
	for p, n := range o.Hits {
		hits[p] += n
	}
	r.Hits = hits
}
