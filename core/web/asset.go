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

func readAssets() (map[string]asset, error) {
	all := map[string]asset{}
	list, err := assetFiles.ReadDir("static")
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		body, err := assetFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		all[f.Name()] = asset{kind(f.Name()), `"` + hex.EncodeToString(sum[:8]) + `"`, body}
	}
	return all, nil
}

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

func (s *Site) static(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", a.tag)
	if r.Header.Get("If-None-Match") == a.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(a.body)
}
