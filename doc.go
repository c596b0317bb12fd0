// Package spochub is the root of the module; see README.md for its map.
package spochub
