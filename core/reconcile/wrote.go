package reconcile

// Wrote counts effects at a tool that certainly happened. Each is counted once,
// where its intent ends, however its outcome became known.
type Wrote struct {
	Tickets  int // made
	Comments int // written or edited
	Fields   int // set
}
