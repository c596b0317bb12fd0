package request

import "fmt"

// Gather puts a request under an umbrella: the umbrella's delegations serve it
// too, and the umbrella's state flows down to it. Its own open delegations stay,
// unless they are to be withdrawn because the umbrella has the teams now.
func Gather(child, umbrella *Request, open OpenWork, h House, c Cause) (Decision, error) {
	if err := mayGather(child, umbrella, open); err != nil {
		return Decision{}, err
	}
	return Do(child, h, c, gathered{umbrella, open})
}

func mayGather(child, umbrella *Request, open OpenWork) error {
	switch {
	case umbrella.Umbrella == "":
		return wrong("umbrella", "%s is not an umbrella", umbrella.Key)
	case umbrella.MergedTo != "":
		return standing("umbrella", "%s was merged into another umbrella", umbrella.Key)
	case child.Umbrella != "" || child.MergedTo != "":
		return wrong("requests", "%s cannot be gathered", child.Key)
	case len(child.Restricted) > 0:
		return wrong("requests", "%s is restricted: it stays on its own", child.Key)
	case open != "" && open != KeepOpen && open != WithdrawOpen:
		return wrong("open_delegations", "%q is none of %s, %s", open, KeepOpen, WithdrawOpen)
	case child.Gathered == umbrella.ID:
		return nil
	case child.Gathered != "":
		return &StandingError{Field: "requests", Text: fmt.Sprintf("%s belongs to %s: release it there first", child.Key, child.GatheredBy), Key: child.GatheredBy}
	case child.Status.Over():
		return standing("requests", "%s is %s", child.Key, child.Status)
	}
	return nil
}

type gathered struct {
	by   *Request
	open OpenWork
}

func (c gathered) decide(w *work) error {
	w.under(c.by.ID, c.by.Key)
	if c.open == WithdrawOpen {
		for i := range w.r.Delegations {
			if d := &w.r.Delegations[i]; d.State.open() {
				w.withdraw(d, string(c.by.Key))
			}
		}
	}
	return Take{From: c.by}.decide(w)
}

// under says which umbrella a request belongs to; "" is none.
func (w *work) under(id ID, key Key) {
	if w.r.Gathered != id {
		w.changed("umbrella", string(w.r.GatheredBy), string(key), "")
	}
	w.r.Gathered, w.r.GatheredBy = id, key
	w.r.carriesOn()
	if id == "" {
		w.r.Took, w.r.CameWith = nil, ""
	}
}

// Release takes a request out of its umbrella and leaves it as it is.
func Release(child, umbrella *Request, h House, c Cause) (Decision, error) {
	if child.Gathered != umbrella.ID {
		return Decision{}, &MissingError{"gathered request", string(child.Key)}
	}
	return Do(child, h, c, released{})
}

type released struct{}

func (released) decide(w *work) error {
	w.under("", "")
	return nil
}

// Regather hands a request over from one umbrella to another: after a merge to
// the survivor, which keeps in mind where it came from, and back after its undo.
// A request that From does not gather stays where it is.
type Regather struct {
	From, To *Request
	Back     bool
}

func (c Regather) decide(w *work) error {
	if w.r.Gathered != c.From.ID {
		return nil
	}
	w.under(c.To.ID, c.To.Key)
	switch {
	case c.Back:
		w.r.CameWith = ""
	case w.r.CameWith == "":
		w.r.CameWith = c.From.Key
	}
	return nil
}

// Settled ends the work of letting the gathered requests of an umbrella follow,
// if what they followed still holds.
type Settled struct {
	Took Course
	Told []NoteID // broadcasts that everybody was written
	Out  []LeftOut
}

func (c Settled) decide(w *work) error {
	w.r.told(c.Told, c.Out)
	if w.r.Course().same(c.Took) && len(w.r.Broadcasts) == 0 {
		w.r.Flowing = false
	}
	return nil
}
