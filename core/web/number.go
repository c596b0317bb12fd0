package web

import (
	"fmt"
	"strconv"
	"strings"
)

// number is a whole number as people read it.
func (l *language) number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + l.text["number.thousands"] + text[at:]
	}
	return text
}

// size is a number of bytes as people read it.
func (l *language) size(n int64) string {
	unit, size := 0, float64(n)
	for ; size >= 1024 && unit < 3; unit++ {
		size /= 1024
	}
	text := strings.TrimSuffix(fmt.Sprintf("%.1f", size), ".0")
	return strings.Replace(text, ".", l.text["number.point"], 1) + " " + l.word("bytes", unit)
}
