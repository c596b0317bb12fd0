package admin

import (
	"encoding/json"

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

// Held are the secrets that were held for somebody, nil if it is none of theirs.
func (s *Service) Held(by auth.Actor, text string) map[string]string {
	plain, ok := s.o.Seal.open(ref("draft", by.Login), text)
	var secrets map[string]string
	if !ok || json.Unmarshal([]byte(plain), &secrets) != nil {
		return nil
	}
	return secrets
}
