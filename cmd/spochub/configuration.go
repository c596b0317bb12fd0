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
	loaded, _, err := c.loadWith(cmd, file)
	return loaded, err
}

// loadWith also returns the manifests by which the file was checked.
func (c commands) loadWith(cmd *cobra.Command, file string) (*config.Config, map[string]sdk.Manifest, error) {
	opts := config.Options{File: file, Flags: cmd.Flags(), Manifests: c.manifests()}
	loaded, err := config.Load(opts)
	if err != nil || c.describe == nil || len(loaded.Plugins.SHA256) == 0 {
		return loaded, opts.Manifests, err
	}
	others, err := c.describe(cmd.Context(), loaded.Plugins)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(opts.Manifests, others)
	loaded, err = config.Load(opts)
	return loaded, opts.Manifests, err
}

// loadAll reads the configuration with what was added in the browser.
func (c commands) loadAll(cmd *cobra.Command, file string) (*config.Config, error) {
	loaded, manifests, err := c.loadWith(cmd, file)
	if err != nil || c.configured == nil {
		return loaded, err
	}
	all, _, err := c.configured(cmd.Context(), loaded, manifests)
	return all, err
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
