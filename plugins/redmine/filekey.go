package redmine

import (
	"strings"

	"github.com/spochub/spochub/sdk"
)

// filePrefix begins the description of a file that carries our key.
const filePrefix = "spochub:"

func fileKeys(description string) []sdk.Key {
	key, ok := strings.CutPrefix(description, filePrefix)
	if !ok || key == "" {
		return nil
	}
	return []sdk.Key{sdk.Key(key)}
}
