package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/request"
)

// usualBeat is how often an idle stream says that it lives, and looks for what time
// alone has changed.
const usualBeat = 20 * time.Second

// feedPage is how many changes a stream reads at once.
const feedPage = 500

// events streams the keys of requests that changed, and who is here. Its ids are
// positions in the feed, so that a page that lost its stream goes on where it was;
// a new page goes on from where it was read.
func (s *Site) events(w http.ResponseWriter, r *http.Request, v visitor) {
	wake, leave := s.feed.join()
	defer leave()
	newest, err := s.o.Desk.Feed(r.Context(), v.Actor, 0, 1)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	gone := s.presence.enter(v.Actor, s.shownRequest(r, v))
	s.feed.tell()
	defer s.feed.tell()
	defer gone()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	st := stream{w: w, out: http.NewResponseController(w), position: position(r, newest.Last), looked: s.o.Now()}
	if st.send("ready", st.position, []request.Key{}) != nil {
		return
	}
	tick := time.NewTicker(s.o.Beat)
	defer tick.Stop()
	for {
		if s.catchUp(r, v, &st) != nil || s.tellPresence(r, v, &st) != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-s.feed.end:
			return
		case <-wake:
		case <-tick.C:
			if st.comment() != nil || s.fallenDue(r, v, &st) != nil {
				return
			}
		}
	}
}

// position is where a stream goes on: where it broke, or where its page was read;
// the newest if that says nothing.
func position(r *http.Request, newest int64) int64 {
	for _, text := range []string{r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after")} {
		if at, err := strconv.ParseInt(text, 10, 64); err == nil && at >= 0 && at <= newest {
			return at
		}
	}
	return newest
}

// shownRequest is the request that a page shows; none that only some may know of.
func (s *Site) shownRequest(r *http.Request, v visitor) request.Key {
	key := request.Key(r.URL.Query().Get("at"))
	if key == "" {
		return ""
	}
	item, err := s.o.Desk.Get(r.Context(), v.Actor, key)
	if err != nil || len(item.Request.Restricted) > 0 {
		return ""
	}
	return item.Request.Key
}

// told is who is here, as a page shows it, and who looks at which requests.
type told struct {
	HTML string                 `json:"html"`
	Rows map[request.Key]string `json:"rows"`
}

// tellPresence sends who is here and who looks at what, if that changed.
func (s *Site) tellPresence(r *http.Request, v visitor, st *stream) error {
	l, people := s.speak(r), s.presence.colleagues(v.Login)
	var b bytes.Buffer
	if err := l.templates.ExecuteTemplate(&b, "here", hereView{people, s.o.Now()}); err != nil {
		return err
	}
	data, err := json.Marshal(told{b.String(), looking(l, people)})
	if err != nil || string(data) == st.here {
		return err
	}
	st.here = string(data)
	return st.write("here", st.position, data)
}

// stream is one page that listens.
type stream struct {
	w        http.ResponseWriter
	out      *http.ResponseController
	position int64
	looked   time.Time // up to when targets that fell due were told
	here     string    // who was here, as last told
}

// fallenDue sends the requests whose target or promised update fell due: no change
// tells of them.
func (s *Site) fallenDue(r *http.Request, v visitor, st *stream) error {
	now := s.o.Now()
	keys, err := s.o.Desk.FellDue(r.Context(), v.Actor, st.looked, now)
	if err != nil || len(keys) == 0 {
		return err
	}
	st.looked = now
	return st.send("change", st.position, keys)
}

// catchUp sends everything after the stream's position.
func (s *Site) catchUp(r *http.Request, v visitor, st *stream) error {
	for {
		after := st.position
		if after == 0 {
			after = -1 // 0 would ask for the newest position
		}
		f, err := s.o.Desk.Feed(r.Context(), v.Actor, after, feedPage)
		if err != nil || len(f.Items) == 0 {
			return err
		}
		seen := map[request.Key]bool{}
		keys := []request.Key{}
		for _, item := range f.Items {
			if !seen[item.Key] {
				seen[item.Key] = true
				keys = append(keys, item.Key)
			}
		}
		st.position = f.Last
		if err := st.send("change", f.Last, keys); err != nil {
			return err
		}
	}
}

func (st *stream) send(event string, id int64, keys []request.Key) error {
	data, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	return st.write(event, id, data)
}

func (st *stream) write(event string, id int64, data []byte) error {
	if _, err := fmt.Fprintf(st.w, "event: %s\nid: %d\ndata: %s\n\n", event, id, data); err != nil {
		return err
	}
	return st.out.Flush()
}

func (st *stream) comment() error {
	if _, err := fmt.Fprint(st.w, ": still here\n\n"); err != nil {
		return err
	}
	return st.out.Flush()
}
