package config

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Limits bound what comes in.
type Limits struct {
	BodySize Size `koanf:"body_size"` // of one call to the hub, deliveries included
	FileSize Size `koanf:"file_size"` // of one file, from a person or from a tool
}

// Retention says how long records are kept that no request needs.
type Retention struct {
	Deliveries time.Duration `koanf:"deliveries"` // webhook deliveries that have been absorbed
}

// Size is a number of bytes, written as a number or with KiB, MiB or GiB.
type Size int64

// The units of a size.
const (
	KiB Size = 1 << 10
	MiB Size = 1 << 20
	GiB Size = 1 << 30
)

// UnmarshalText reads a size such as 25MiB.
func (s *Size) UnmarshalText(text []byte) error {
	digits, unit := string(text), Size(1)
	for name, size := range map[string]Size{"KiB": KiB, "MiB": MiB, "GiB": GiB} {
		if before, ok := strings.CutSuffix(digits, name); ok {
			digits, unit = strings.TrimSpace(before), size
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/int64(unit) {
		return errors.New("must be a size such as 25MiB")
	}
	*s = Size(n) * unit
	return nil
}

func (s Size) String() string {
	switch {
	case s >= GiB && s%GiB == 0:
		return fmt.Sprintf("%dGiB", s/GiB)
	case s >= MiB && s%MiB == 0:
		return fmt.Sprintf("%dMiB", s/MiB)
	case s >= KiB && s%KiB == 0:
		return fmt.Sprintf("%dKiB", s/KiB)
	}
	return strconv.FormatInt(int64(s), 10)
}

func (c *checker) limits(limits, retention place, l Limits, r Retention) {
	if l.BodySize < KiB {
		c.faultf(limits.at("body_size"), "must be at least 1KiB")
	}
	if l.FileSize < KiB {
		c.faultf(limits.at("file_size"), "must be at least 1KiB")
	}
	if r.Deliveries < day {
		c.faultf(retention.at("deliveries"), "must be at least 1d")
	}
}
