package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
)

// linkFor is how long a sign-in link can be used.
const linkFor = 30 * time.Minute

// oneTime keeps sign-in links beside the sessions, by a keyed hash: whoever
// reads the store cannot sign in.
type oneTime struct {
	mu     sync.Mutex
	store  scs.Store
	secret []byte
	now    func() time.Time
}

func (o *oneTime) make(login string) (string, error) {
	raw := make([]byte, 24)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	until := o.now().Add(linkFor)
	value := until.UTC().Format(time.RFC3339) + " " + login
	// the store tidies up by the real clock, as it does for sessions
	return token, o.store.Commit(o.name(token), []byte(value), time.Now().Add(linkFor))
}

// find says whose link a token is; "" for none.
func (o *oneTime) find(token string) (string, error) {
	value, found, err := o.store.Find(o.name(token))
	if err != nil || !found {
		return "", err
	}
	at, login, _ := strings.Cut(string(value), " ")
	until, err := time.Parse(time.RFC3339, at)
	if err == nil && o.now().Before(until) {
		return login, nil
	}
	return "", err
}

// use finds whose link a token is and ends it; "" for none.
func (o *oneTime) use(token string) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	login, err := o.find(token)
	if err != nil || login == "" {
		return "", err
	}
	return login, o.store.Delete(o.name(token))
}

func (o *oneTime) name(token string) string {
	mac := hmac.New(sha256.New, o.secret)
	mac.Write([]byte("sign-in:" + token))
	return "link-" + hex.EncodeToString(mac.Sum(nil))
}
