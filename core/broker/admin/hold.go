package admin

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/spochub/spochub/core/auth"
)

// Hold seals the secrets of a draft for somebody, until it is saved.
func (s *Service) Hold(by auth.Actor, secrets map[string]string) (string, error) {
	text, err := json.Marshal(secrets)
	if err != nil {
		return "", err
	}
	return s.o.Seal.close(ref("draft", by.Login), string(text))
}

// Bring is a file for import as a page brings it from the dry run to the import:
// its text, or sealed for somebody where it holds a PIN, which no page shows.
func (s *Service) Bring(by auth.Actor, kind string, file []byte) (text string, sealed bool, err error) {
	k, _ := Table(kind)
	head, _, _ := bytes.Cut(plain(file), []byte("\n"))
	if !slices.ContainsFunc(k.pins(), func(name string) bool { return bytes.Contains(bytes.ToLower(head), []byte(name)) }) {
		return string(file), false, nil
	}
	text, err = s.Hold(by, map[string]string{"file": string(file)})
	return text, true, err
}

// Brought is a file that was sealed for somebody, nil if it is none of theirs.
func (s *Service) Brought(by auth.Actor, text string) []byte {
	file, ok := s.Held(by, text)["file"]
	if !ok {
		return nil
	}
	return []byte(file)
}

// Held are the secrets that were held for somebody, nil if it is none of theirs.
func (s *Service) Held(by auth.Actor, text string) map[string]string {
	plain, ok := s.o.Seal.open(ref("draft", by.Login), text)
	var secrets map[string]string
	if !ok || json.Unmarshal([]byte(plain), &secrets) != nil {
		return nil
	}
	return secrets
}
