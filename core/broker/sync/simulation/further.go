package simulation

import "slices"

// NewScript draws a history of a number of steps with all that may go on in one.
func NewScript(seed uint64, steps int) Script {
	s := MoreScript(seed, steps)
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for _, add := range further() {
		add.to(&s, roll(seed^add.salt))
	}
	return s
}

// addition is something more that goes on in a history. It is drawn with dice of its
// own, so that whatever else is added later leaves it, and the rest, as it is.
type addition struct {
	salt  uint64
	often int // in one history of so many
	step  string
	knobs func(*Knobs, *dice)
}

func further() []addition {
	return []addition{
		{salt: 0x666f726765, often: 3, step: "forge", knobs: (*Knobs).doors},
		{salt: 0x6d696e757465, often: 3, knobs: (*Knobs).byMinutes},
		{salt: 0x64656d616e64, often: 3, step: "resolve", knobs: (*Knobs).demands},
		{salt: 0x706c7567696e, often: 3, step: "plugin dies", knobs: (*Knobs).mortal},
		{salt: 0x64697361626c65, often: 4, step: "disable", knobs: func(*Knobs, *dice) {}},
		{salt: 0x7461626c6573, often: 4, step: "tables", knobs: func(k *Knobs, _ *dice) { k.More.Retables = true }},
		{salt: 0x6f7574616765, often: 4, step: "outage", knobs: (*Knobs).takers},
		{salt: 0x74616c6b, often: 2, knobs: (*Knobs).talkative},
		{salt: 0x736c6f77, often: 4, step: "slow", knobs: (*Knobs).keepers},
		{salt: 0x627573746c65, often: 4, step: "bustle", knobs: (*Knobs).laggards},
		{salt: 0x6f6e6365, often: 4, step: "cross", knobs: (*Knobs).tellsOnce},
	}
}

func (a addition) to(s *Script, d *dice) {
	if !d.one(a.often) {
		return
	}
	a.knobs(&s.Knobs, d)
	if a.step != "" {
		s.sprinkle(a.step, d)
	}
}

// sprinkle puts a further step between the others, now and then and at least once.
func (s *Script) sprinkle(do string, d *dice) {
	all := make([]Step, 0, len(s.Steps)+len(s.Steps)/8+1)
	at := d.IntN(len(s.Steps) + 1)
	for n, step := range s.Steps {
		if n == at || d.one(12) {
			all = append(all, Step{Do: do, Seed: d.Uint64()})
		}
		all = append(all, step)
	}
	s.Steps = all
}
