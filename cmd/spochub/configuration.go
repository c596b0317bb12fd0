package main

import (
	"maps"
	"os"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
)

const defaultConfig = "spochub.yaml"

// load reads the configuration that a command was given. Where plugins of third
// parties are declared, it asks them for their manifests and checks again.
func (c commands) load(cmd *cobra.Command) (*config.Config, error) {
	return c.loadFile(cmd, configFile(cmd))
}

func (c commands) loadFile(cmd *cobra.Command, file string) (*config.Config, error) {
	opts := config.Options{File: file, Flags: cmd.Flags(), Manifests: c.manifests()}
	loaded, err := config.Load(opts)
	if err != nil || c.describe == nil || len(loaded.Plugins.SHA256) == 0 {
		return loaded, err
	}
	others, err := c.describe(cmd.Context(), loaded.Plugins)
	if err != nil {
		return nil, err
	}
	maps.Copy(opts.Manifests, others)
	return config.Load(opts)
}

// configFile is the file to read; "" where the default one does not exist and
// nobody asked for it.
func configFile(cmd *cobra.Command) string {
	file := cmd.Flags().Lookup("config").Value.String()
	if _, err := os.Stat(file); os.IsNotExist(err) && !changed(cmd.Flags(), "config") {
		return ""
	}
	return file
}

func (c commands) manifests() map[string]sdk.Manifest {
	all := map[string]sdk.Manifest{}
	for name, connector := range c.connectors {
		all[name] = connector.Manifest()
	}
	return all
}
