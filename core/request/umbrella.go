package request

// Gather puts a request under an umbrella: the umbrella's delegations serve it
// too, and the umbrella's state flows down to it.
func Gather(child, umbrella *Request, h House, c Cause) (Decision, error) {
	switch {
	case umbrella.Umbrella == "":
		return Decision{}, wrong("umbrella", "%s is not an umbrella", umbrella.Key)
	case child.Umbrella != "" || child.MergedTo != "" || child.ID == umbrella.ID:
		return Decision{}, wrong("umbrella", "%s cannot be gathered", child.Key)
	case len(child.Restricted) > 0:
		return Decision{}, wrong("umbrella", "%s is restricted", child.Key)
	}
	return Do(child, h, c, gathered{umbrella.ID, umbrella.Key})
}

// Release takes a request out of its umbrella.
func Release(child *Request, h House, c Cause) (Decision, error) {
	return Do(child, h, c, gathered{})
}

type gathered struct {
	by  ID
	key Key
}

func (c gathered) decide(w *work) error {
	if w.r.Gathered == c.by {
		return nil
	}
	w.changed("umbrella", string(w.r.Gathered), string(c.key), "")
	w.r.Gathered = c.by
	return nil
}

// Flow is what an umbrella hands down to a request that it gathers: its status
// where the request may take it, and words for that client alone.
type Flow struct {
	Status Status // "" leaves it
	Body   string // "" says nothing
	Note   NoteID // of the words; "" makes one
}

func (c Flow) decide(w *work) error {
	if c.Body != "" {
		if err := (Write{ID: c.Note, Audience: ToClient, Body: c.Body}).decide(w); err != nil {
			return err
		}
	}
	move := Move{To: c.Status, Open: KeepOpen}
	if c.Status != "" && c.Status != w.r.Status && move.check(w.r) == nil {
		return move.decide(w)
	}
	return nil
}
