package settings

import (
	"fmt"
	"slices"
)

// Suggest returns ` (did you mean "x"?)` with the known name nearest to name, or
// "" where none is near.
func Suggest(name string, known []string) string {
	best, at := "", min(3, len(name)) // a name that shares nothing is no suggestion
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := distance(name, k); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// distance is the Levenshtein distance of two keys.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
