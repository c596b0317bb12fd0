// Package examples holds plugins to copy. `spochub plugin new` writes the hello
// connector under another name, so it is part of the binary.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed hello
var hello embed.FS

// Hello is the source of the hello connector.
func Hello() fs.FS {
	sub, err := fs.Sub(hello, "hello")
	if err != nil {
		panic(err) // the embedded folder is there, or this would not compile
	}
	return sub
}
