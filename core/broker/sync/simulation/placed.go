package simulation

import "slices"

// Placed adds to a history what becomes of places: they are public for a while, and
// tickets go to others, where they have new ids, and come back.
func (s Script) Placed() Script {
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for _, add := range []addition{
		{salt: 0x6578706f7365, often: 2, step: "expose", knobs: (*Knobs).insiders},
		{salt: 0x7472616e73666572, often: 2, step: "transfer", knobs: (*Knobs).transfers},
	} {
		add.to(&s, roll(s.Knobs.Seed^add.salt))
	}
	return s
}

// PlacePoints lists what a long run of such histories must have reached besides
// [Points].
func PlacePoints() []string {
	return []string{
		"place made public", "place closed again", "transferred to elsewhere", "transferred to where it was", "written by an old id",
		"asked by an old id: redirect", "asked by an old id: gone", "asked by an old id: hidden",
	}
}
