package pluginhost

import (
	"os"

	"github.com/spochub/spochub/sdk/serve"
)

// inherited is all that a plugin gets of the hub's environment.
var inherited = [...]string{
	"PATH", "HOME", "TZ", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
}

// environ is a plugin's environment: what go-plugin wants it to know, the little
// that is inherited, and its folder for temporary files.
func environ(handshake []string, tmp string) []string {
	env := append([]string{"TMPDIR=" + tmp, serve.LifelineVar + "=1"}, handshake...)
	for _, name := range inherited {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
