package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
)

//go:embed static
var assetFiles embed.FS

// asset is one file that pages load.
type asset struct {
	kind, tag string
	body      []byte
}

// assets are all files that pages load. They have one version together, in the
// addresses that pages ask for: scripts import one another by their names.
type assets struct {
	files   map[string]asset
	version string
}

func readAssets() (*assets, error) {
	all := &assets{files: map[string]asset{}}
	list, err := assetFiles.ReadDir("static")
	if err != nil {
		return nil, err
	}
	whole := sha256.New()
	for _, f := range list {
		body, err := assetFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		whole.Write(sum[:])
		all.files[f.Name()] = asset{kind(f.Name()), `"` + hex.EncodeToString(sum[:8]) + `"`, body}
	}
	all.version = hex.EncodeToString(whole.Sum(nil)[:8])
	return all, nil
}

// address is where a page finds a file.
func (a *assets) address(name string) string { return "/static/" + a.version + "/" + name }

func kind(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return mime.TypeByExtension(ext)
	}
}

// static serves a file. What is asked for by the version that it has never changes, so
// that a browser asks once; another node's version, or none, is answered with ours.
func (s *Site) static(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets.files[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	if r.PathValue("version") == s.assets.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", a.tag)
	if r.Header.Get("If-None-Match") == a.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(a.body)
}
