package config

import (
	"maps"
	"regexp"
	"slices"
)

// Plugins says which plugins of third parties the hub runs.
type Plugins struct {
	Dir string `koanf:"dir"` // the folder of their binaries; the file NAME is the plugin NAME
	// SHA256 holds, for each plugin in Dir that may run, the checksum of its
	// binary in lower-case hexadecimal digits.
	SHA256 map[string]string `koanf:"sha256"`
}

func (c *checker) plugins(at place, p Plugins) {
	sum := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for _, name := range slices.Sorted(maps.Keys(p.SHA256)) {
		where := at.at("sha256").at(name)
		c.name(where, name)
		if !sum.MatchString(p.SHA256[name]) {
			c.faultf(where, "must be a SHA-256 sum: 64 lower-case hexadecimal digits")
		}
	}
}
