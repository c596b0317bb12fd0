package request

// RollUp says what the delegations of a request mean for its status: the status
// that it should have (its own where they say nothing), and whether the desk is
// asked to confirm the end. Returned never counts as done; a delegation whose
// return the desk has decided on counts as withdrawn.
func RollUp(r *Request, policy Outcome) (to Status, confirm bool) {
	accepted, done, open := false, 0, 0
	for i := range r.Delegations {
		d := &r.Delegations[i]
		accepted = accepted || d.State == Accepted || d.State == DelegateDone
		switch {
		case d.State == DelegateDone:
			done++
		case d.State.open() || d.undecided():
			open++
		}
	}
	switch {
	case r.Status.Over():
		return r.Status, false
	case done > 0 && open == 0 && policy == Resolve && r.Status != Monitoring:
		return Resolved, false
	case accepted && r.Status == New:
		return InProgress, done > 0 && open == 0
	}
	return r.Status, done > 0 && open == 0
}

// rollUp acts on what a delegation's move means. It is called when one moved,
// not at every look: what the desk decided since stays decided.
func (w *work) rollUp() {
	to, confirm := RollUp(w.r, w.h.Directory.RollUp[w.r.Kind])
	if to != w.r.Status {
		by := w.cause.By
		w.cause.By = Actor{Name: "roll-up", Origin: "rule"}
		w.move(to, "")
		w.cause.By = by
	}
	w.r.drop(AttentionAllDone)
	if confirm {
		w.r.raise(AttentionAllDone)
	}
}
