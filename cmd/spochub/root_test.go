package main

import (
	"context"
	"github.com/spochub/spochub/sdk/settings"
	"io"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandHasAnExample walks all commands that exist.
func TestEveryCommandHasAnExample(t *testing.T) {
	everything := recorded()
	everything.verify = func(context.Context, string, settings.Raw, io.Writer) error { return nil }
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Example == "" || c.Short == "" || c.RunE == nil && c.Run == nil {
			t.Errorf("%s has no example, no description or does nothing", c.CommandPath())
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(everything.root())
}

// TestUnwiredCommandsDoNotExist: what is not there is not offered.
func TestUnwiredCommandsDoNotExist(t *testing.T) {
	root := commands{}.root()
	for _, sub := range root.Commands() {
		switch sub.Name() {
		case "check", "plugin", "version":
		default:
			t.Errorf("%s is offered", sub.CommandPath())
		}
	}
}
