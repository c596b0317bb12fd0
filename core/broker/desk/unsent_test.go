package desk_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

var mareike = auth.Actor{Login: "mareike", Name: "Mareike Brandt", Role: auth.Client, Client: "nordwind"}

func (w *world) waits(t *testing.T, key request.Key, a desk.Answer) request.Unsent {
	t.Helper()
	_, u, err := w.ReplyLater(t.Context(), jana, desk.Target{Key: key}, a)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (w *world) sends(t *testing.T) {
	t.Helper()
	if _, err := w.SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// told is what the client of a request can read of it.
func (w *world) told(t *testing.T, key request.Key) (texts []string) {
	t.Helper()
	item, err := w.PortalGet(t.Context(), mareike, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range item.Notes {
		texts = append(texts, n.Body)
	}
	return texts
}

func says(body string) desk.Answer { return desk.Answer{Text: desk.Text{Body: body}} }

func TestAReplyWaitsBeforeItGoes(t *testing.T) {
	t.Parallel()
	parties := directory()
	nordwind := parties.Clients["nordwind"]
	nordwind.Connection, nordwind.Plugin, nordwind.Target = "snow-c", "servicenow", "incident"
	parties.Clients["nordwind"] = nordwind
	w := openWith(t, parties, func(s desk.Store) desk.Store { return s })
	key := w.received(t, "nordwind")
	w.due(t, t.Context())
	u := w.waits(t, key, says("We are on it."))
	if !u.Until.Equal(noon.Add(desk.Pause)) || u.By.Name != jana.Name {
		t.Fatalf("waits as %+v", u)
	}
	for _, at := range []time.Duration{0, desk.Pause - time.Millisecond} {
		w.at(noon.Add(at))
		w.sends(t)
		if notes := w.item(t, key).Notes; len(notes) != 0 || len(w.told(t, key)) != 0 || len(w.due(t, t.Context())) != 0 {
			t.Fatalf("after %v it went: %+v", at, notes)
		}
	}
	w.at(noon.Add(desk.Pause))
	w.sends(t)
	w.sends(t)
	item := w.item(t, key)
	if len(item.Notes) != 1 || len(item.Request.Unsent) != 0 || !slices.Equal(w.told(t, key), []string{"We are on it."}) {
		t.Fatalf("after the pause: %+v", item.Notes)
	}
	n := item.Notes[0]
	if n.ID != u.Write.ID || n.Author.Name != jana.Name || n.Author.Origin != request.DeskOrigin || !n.CreatedAt.Equal(noon.Add(desk.Pause)) || len(n.Copies) != 1 {
		t.Errorf("stored as %+v", n)
	}
	if due := slices.Collect(maps.Keys(w.due(t, t.Context()))); !slices.Equal(due, []request.LinkID{n.Copies[0].Link}) {
		t.Errorf("due is %v", due)
	}
}

// What was said already is recorded at once: nothing of it is sent.
func TestACallIsRecordedAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	for _, via := range []request.Via{request.ByPhone, request.ByVisiting} {
		for range 2 {
			if u := w.waits(t, key, desk.Answer{Text: desk.Text{ID: request.NoteID("said" + strings.ReplaceAll(string(via), "_", "")), Body: "As I said."}, Via: via, Next: noon.Add(time.Hour)}); !u.Until.IsZero() || u.Write.ID == "" {
				t.Errorf("%s waits as %+v", via, u)
			}
		}
	}
	if item := w.item(t, key); len(item.Notes) != 2 || len(item.Request.Unsent) != 0 || !item.Request.NextUpdateAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", item)
	}
}

func TestAReplyIsTakenBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	u := w.waits(t, key, desk.Answer{Text: desk.Text{ID: "reply1", Body: "To the wrong one."}, Next: noon.Add(time.Hour)})
	if again := w.waits(t, key, desk.Answer{Text: desk.Text{ID: "reply1", Body: "To the wrong one."}}); !again.Next.Equal(noon.Add(time.Hour)) {
		t.Errorf("sent twice it waits twice: %+v", again)
	}
	_, back, err := w.TakeBack(t.Context(), jana, desk.Target{Key: key}, u.Write.ID)
	if err != nil || back.Write.Body != "To the wrong one." || !back.Next.Equal(noon.Add(time.Hour)) {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, _, err := w.TakeBack(t.Context(), jana, desk.Target{Key: key}, u.Write.ID); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("taken back twice: %v", err)
	}
	w.at(noon.Add(time.Minute))
	w.sends(t)
	if item := w.item(t, key); len(item.Notes) != 0 || !item.Request.NextUpdateAt.IsZero() {
		t.Errorf("it went all the same: %+v", item)
	}
	if _, _, err := w.ReplyLater(t.Context(), mareike, desk.Target{Key: key}, says("x")); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("a client replies: %v", err)
	}
}

func TestARepliesPauseOutlastsTheHub(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "spochub.db")
	w := &world{}
	w.at(noon)
	start := func() {
		s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path, Now: w.time, Sync: "off"})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		w.store, w.Service = s, desk.New(desk.Options{
			Store: s, Directory: directory(), Marker: reconcile.Marker{Hub: "h", Secret: []byte("secret")}, Now: w.time,
			IDs: func() string { n++; return fmt.Sprintf("id%d%d", w.time().Unix(), n) },
		})
	}
	start()
	key := w.received(t, "nordwind")
	w.waits(t, key, desk.Answer{Text: desk.Text{Body: "Next update at one."}, Next: noon.Add(time.Hour)})
	w.waits(t, key, says("taken back"))
	w.store.Close()
	w.at(noon.Add(5 * time.Second))
	start()
	w.sends(t)
	r := w.item(t, key).Request
	if len(r.Unsent) != 2 || len(w.told(t, key)) != 0 {
		t.Fatalf("after a restart %+v wait", r.Unsent)
	}
	if _, _, err := w.TakeBack(t.Context(), jana, desk.Target{Key: key}, r.Unsent[1].Write.ID); err != nil {
		t.Fatal(err)
	}
	w.store.Close()
	w.at(noon.Add(2 * time.Hour))
	start()
	t.Cleanup(func() { w.store.Close() })
	w.sends(t)
	if told := w.told(t, key); !slices.Equal(told, []string{"Next update at one."}) {
		t.Errorf("told %q", told)
	}
	if r := w.item(t, key).Request; !r.NextUpdateAt.IsZero() {
		t.Errorf("promised is %v, which has passed", r.NextUpdateAt)
	}
}

// TestTakingBackMeetsSending lets a person and two hubs go for the same reply: it
// goes once or comes back, never both and never neither.
func TestTakingBackMeetsSending(t *testing.T) {
	t.Parallel()
	w := open(t)
	var ids sync.Mutex
	other := desk.New(desk.Options{Store: w.store, Directory: directory(), Now: w.time, IDs: func() string {
		ids.Lock()
		defer ids.Unlock()
		return fmt.Sprintf("other%d", time.Now().UnixNano())
	}})
	for round := range 40 {
		key := w.received(t, "nordwind")
		u := w.waits(t, key, says("now or never"))
		w.at(u.Until)
		var all sync.WaitGroup
		var back error
		all.Go(func() { _, _, back = w.TakeBack(t.Context(), jana, desk.Target{Key: key}, u.Write.ID) })
		for _, hub := range []*desk.Service{w.Service, other} {
			all.Go(func() {
				if _, err := hub.SendDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		item := w.item(t, key)
		if sent := len(item.Notes); sent > 1 || (sent == 1) != errors.Is(back, desk.ErrNotFound) || len(item.Request.Unsent) != 0 {
			t.Fatalf("round %d: %d notes, taking back says %v", round, sent, back)
		}
	}
}

func TestAReplyThatMayNotGoWaitsForTheDesk(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	u := w.waits(t, key, says("Your card is broken."))
	err := w.store.Update(t.Context(), key, func(d *store.Doc) error {
		d.Request.Client = "argent"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.at(u.Until)
	w.sends(t)
	item := w.item(t, key)
	if len(item.Notes) != 0 || len(item.Request.Unsent) != 1 || !strings.Contains(item.Request.Unsent[0].Refused, "client") {
		t.Fatalf("of another client now: %+v", item)
	}
	if !slices.Contains(item.Request.Attention, request.AttentionUnsent) {
		t.Errorf("nobody is told: %v", item.Request.Attention)
	}
	if did, err := w.SendDue(t.Context()); did || err != nil {
		t.Errorf("it is tried again: %v, %v", did, err)
	}
	if _, back, err := w.TakeBack(t.Context(), jana, desk.Target{Key: key}, u.Write.ID); err != nil || back.Write.Body != "Your card is broken." {
		t.Errorf("%+v, %v", back, err)
	}
	if a := w.item(t, key).Request.Attention; len(a) != 0 {
		t.Errorf("taken back, attention is still %v", a)
	}
}

func TestAReplyGoesWhereItsRequestWent(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into, secret := w.received(t, "nordwind"), w.received(t, "nordwind"), w.received(t, "nordwind")
	w.waits(t, dup, says("of the duplicate"))
	w.waits(t, secret, says("between us"))
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: dup}, into); err != nil {
		t.Fatal(err)
	}
	people := []string{"jana", "mareike"}
	for _, login := range people {
		if err := w.store.PutPerson(t.Context(), store.Person{Login: login, Role: "spoc"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: secret}, request.Edit{Restricted: &people}, nil); err != nil {
		t.Fatal(err)
	}
	w.at(noon.Add(desk.Pause))
	w.sends(t)
	for key, want := range map[request.Key]string{into: "of the duplicate", secret: "between us"} {
		if told := w.told(t, key); !slices.Equal(told, []string{want}) {
			t.Errorf("%s was told %q", key, told)
		}
	}
}

func TestFilesWaitWithTheirReply(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	with := func(id request.NoteID) request.FileID {
		u, err := w.Upload(t.Context(), jana, key, strings.NewReader("a trace"), 100)
		if err != nil {
			t.Fatal(err)
		}
		w.waits(t, key, desk.Answer{Text: desk.Text{ID: id, Files: []desk.NewUpload{{Upload: u, Name: "trace.txt", Type: "text/plain"}}}})
		w.Discard(t.Context(), u)
		return u.ID
	}
	sent, back := with("sent"), with("back")
	if r := w.item(t, key).Request; len(r.Files) != 0 || r.Unsent[0].Write.Body != "File: trace.txt" {
		t.Fatalf("waits as %+v", r)
	}
	if _, _, err := w.TakeBack(t.Context(), jana, desk.Target{Key: key}, "back"); err != nil {
		t.Fatal(err)
	}
	w.at(noon.Add(48 * time.Hour))
	w.sends(t)
	if err := w.store.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f, body, err := w.PortalFile(t.Context(), mareike, key, sent); err != nil || f.Name != "trace.txt" || f.Note != "sent" {
		t.Errorf("%+v, %v", f, err)
	} else {
		body.Close()
	}
	if _, _, err := w.store.File(t.Context(), back); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("the file of the one taken back: %v", err)
	}
}
