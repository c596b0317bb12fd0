package admin

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/settings"
)

// MaxLines is how many lines a file for import may have.
const MaxLines = 10_000

// MaxPINs is how many PINs it may hold: each takes a while to hash.
const MaxPINs = 200

// row is one line of a file, by column; a column that the file does not have is
// not in it.
type row struct {
	line   int
	values Values
}

// readCSV reads a file whose first line names columns of a kind. Its fields are
// parted by commas or by semicolons.
func readCSV(k Kind, data []byte) ([]row, error) {
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, unreadable("is not UTF-8: save it as CSV UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(data))
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	names, err := r.Read()
	if err != nil {
		return nil, unreadable("has no first line that names the columns")
	}
	if err := checkHead(k, names); err != nil {
		return nil, err
	}
	var rows []row
	pins := 0
	for {
		fields, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, unreadable("%s", strings.TrimPrefix(err.Error(), "record on "))
		case len(rows) == MaxLines:
			return nil, unreadable("has more than %d lines: import it in parts", MaxLines)
		}
		line, _ := r.FieldPos(0)
		values := Values{}
		for i, name := range names {
			values[name] = unguarded(fields[i])
			if c, _ := k.Column(name); c.Type == "pin" && values[name] != "" {
				pins++
			}
		}
		if pins > MaxPINs {
			return nil, unreadable("has more than %d PINs: import it in parts", MaxPINs)
		}
		rows = append(rows, row{line, values})
	}
}

func unreadable(format string, args ...any) error {
	return &request.FieldError{Field: "file", Text: fmt.Sprintf(format, args...)}
}

// checkHead refuses columns that the kind does not have, or that are there twice,
// and a file by which no entry could be told from another.
func checkHead(k Kind, names []string) error {
	seen := map[string]bool{}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		names[i] = name
		if _, ok := k.Column(name); !ok {
			return unreadable("has the column %q, which is none of %s%s", name, strings.Join(k.names(), ", "), settings.Suggest(name, k.names()))
		}
		if seen[name] {
			return unreadable("has the column %q twice", name)
		}
		seen[name] = true
	}
	if seen[External] {
		return nil
	}
	for _, name := range k.Key {
		if !seen[name] {
			return unreadable("needs the column %q, or external_id", name)
		}
	}
	return nil
}

// Export writes the entries of a kind as a file that can be imported again.
func (s *Service) Export(by auth.Actor, kind string, w io.Writer) error {
	all, err := s.List(by, kind)
	if err != nil {
		return err
	}
	k, _ := Table(kind)
	out := csv.NewWriter(w)
	if err := out.Write(k.names()); err != nil {
		return err
	}
	for _, e := range all {
		var fields []string
		for _, name := range k.names() {
			fields = append(fields, guarded(e.Values[name]))
		}
		if err := out.Write(fields); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guarded keeps a spreadsheet from taking a text for a formula.
func guarded(text string) string {
	if formula(text) || strings.HasPrefix(text, "'") && formula(text[1:]) {
		return "'" + text
	}
	return text
}

func unguarded(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && (formula(rest) || strings.HasPrefix(rest, "'")) {
		return rest
	}
	return text
}

// formula reports whether a spreadsheet would reckon with a text; a number with
// its sign, such as that of a telephone, harms nobody.
func formula(text string) bool {
	if text == "" || !slices.Contains([]byte("=@+-\t\r"), text[0]) {
		return false
	}
	return strings.Trim(text, "+-0123456789 ()/.") != ""
}
