package admin

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/config"
)

// Text is a setting as a form has it; of a secret it is nothing.
func Text(value any) string {
	switch x := value.(type) {
	case nil, config.Secret:
		return ""
	case float64: // of a program
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []any:
		var parts []string
		for _, part := range x {
			parts = append(parts, fmt.Sprint(part))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		var lines []string
		for _, key := range slices.Sorted(maps.Keys(x)) {
			lines = append(lines, key+" = "+fmt.Sprint(x[key]))
		}
		return strings.Join(lines, "\n")
	}
	return fmt.Sprint(value)
}
