package request

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Room says how much of what a comment holds a text takes: used of most.
type Room func(text string) (used, most int, err error)

// Split parts the text of a copy that one comment cannot hold. Each part repeats
// the author line with a number, fits, and breaks off at the end of a paragraph,
// a line, a sentence, a word or at worst a character; code that is open there is
// closed, and opened again in the next part. There are no parts if it takes more
// than most, or not even a character fits.
func Split(text string, most int, room Room) ([]string, error) {
	line, rest, _ := strings.Cut(text, "\n\n")
	s := &splitter{line: line + numbered(most, most), room: room, size: utf8.RuneCountInString(text)}
	head, _, err := room(s.line + "\n\n")
	if err != nil {
		return nil, err
	}
	s.head = head
	var parts []string
	for rest != "" {
		if len(parts) == most {
			return nil, nil
		}
		part, end, err := s.next(rest)
		if err != nil || part == "" {
			return nil, err
		}
		parts = append(parts, part)
		s.open = reopening(s.open + rest[:end])
		rest = behind(rest, end)
	}
	for i, part := range parts {
		parts[i] = line + numbered(i+1, len(parts)) + "\n\n" + part
	}
	return parts, nil
}

func numbered(n, of int) string { return fmt.Sprintf(" (%d/%d)", n, of) }

// splitter carries a text while it is split.
type splitter struct {
	line string // who says it, with the longest number that there may be
	head int    // what that takes
	room Room
	size int    // how many characters a part is likely to hold
	open string // the beginning of the code that the part before left open
}

// next is as much of a text as fits into a part, and where in the text that
// ends; "" if not even a character fits.
func (s *splitter) next(rest string) (part string, end int, err error) {
	for range 40 {
		end = s.breakOff(rest)
		part = closed(s.open + strings.TrimRight(rest[:end], "\n"))
		used, most, err := s.room(s.line + "\n\n" + part)
		if err != nil {
			return "", 0, err
		}
		before := s.size
		s.size = utf8.RuneCountInString(rest[:end]) * max(most-s.head, 1) / max(used-s.head, 1)
		switch {
		case used <= most && (end == len(rest) || s.size < before*3/2):
			return part, end, nil
		case used > most && before <= 1:
			return "", 0, nil
		case used > most:
			s.size = max(min(s.size, before*9/10), 1)
		}
	}
	return "", 0, nil
}

// breakOff is where the first part of a text ends, at most as long as a part is
// likely to hold.
func (s *splitter) breakOff(text string) int {
	at := 0
	for range s.size {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	if at >= len(text) {
		return len(text)
	}
	if end := s.paragraph(text[:at]); end > 0 {
		return end
	}
	for _, border := range []*regexp.Regexp{lineEnd, sentenceEnd, spaceEnd} {
		if all := border.FindAllStringIndex(text[:at], -1); len(all) > 0 && all[len(all)-1][0] >= at/2 {
			return all[len(all)-1][1]
		}
	}
	return character(text, at)
}

var (
	paragraphEnd = regexp.MustCompile(`\n{2,}`)
	lineEnd      = regexp.MustCompile(`\n`)
	sentenceEnd  = regexp.MustCompile(`[.!?…]["')\]*_]* `)
	spaceEnd     = regexp.MustCompile(` `)
)

// paragraph is the last end of a paragraph in the second half of a text, outside
// of code if there is one; 0 if there is none.
func (s *splitter) paragraph(text string) int {
	all := paragraphEnd.FindAllStringIndex(text, -1)
	last := 0
	for len(all) > 0 && all[len(all)-1][0] > len(text)/2 {
		end := all[len(all)-1]
		if reopening(s.open+text[:end[0]]) == "" {
			return end[1]
		}
		last, all = max(last, end[1]), all[:len(all)-1]
	}
	return last
}

// character is the last end of a character up to a place, the first one's if
// that is later.
func character(text string, at int) int {
	before := []rune(text[:at])
	for n := len(before); n > 0; n-- {
		r, _ := utf8.DecodeRuneInString(text[at:])
		if !oneSign(before[:n], r) {
			return at
		}
		at -= utf8.RuneLen(before[n-1])
	}
	seen := []rune{}
	for i, r := range text {
		if len(seen) > 0 && !oneSign(seen, r) {
			return i
		}
		seen = append(seen, r)
	}
	return len(text)
}

var quotation = regexp.MustCompile(`^(?: {0,3}> ?)+`)

// behind is what is left of a text behind a break. A quotation whose line is
// broken goes on as one.
func behind(text string, end int) string {
	line := text[strings.LastIndexByte(text[:end], '\n')+1 : end]
	if end == len(text) || line == "" {
		return text[end:]
	}
	return quotation.FindString(line) + text[end:]
}
