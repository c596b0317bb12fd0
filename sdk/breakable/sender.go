package breakable

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Hook is one webhook delivery as a tool sends it.
type Hook struct {
	Header http.Header
	Body   []byte
}

// Mishap changes the way of the hooks that are sent next.
type Mishap struct {
	Lose    bool          // never sent
	Double  bool          // sent twice
	Hold    bool          // kept back until Release, then sent in reverse order
	Delay   time.Duration // sent later
	Times   int           // how many hooks; 0: one; negative: all until Heal
	Matches func(Hook) bool
}

// Sender delivers a simulator's webhooks in order from one goroutine, once each
// unless a mishap says otherwise. It keeps what it sent, so that a test can send
// it again. It is safe for concurrent use.
type Sender struct {
	client *http.Client
	mu     sync.Mutex
	url    string
	queue  []Hook
	held   []Hook
	sent   []Hook
	mishap []*Mishap
	busy   int
	wake   chan struct{}
	idle   *sync.Cond
	cancel context.CancelFunc
	done   chan struct{}
}

// NewSender starts a sender; Close ends it. Without a URL (see SetURL) hooks are
// only kept.
func NewSender() *Sender {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Sender{client: &http.Client{Timeout: 10 * time.Second}, wake: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	s.idle = sync.NewCond(&s.mu)
	go s.run(ctx)
	return s
}

// SetURL says where hooks go from now on; "" keeps them here.
func (s *Sender) SetURL(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.url = url
}

// Send queues a hook.
func (s *Sender) Send(h Hook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, h)
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Mishap adds a mishap for hooks to come.
func (s *Sender) Mishap(m Mishap) {
	if m.Times == 0 {
		m.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mishap = append(s.mishap, &m)
}

// Release sends the held hooks, the last one first.
func (s *Sender) Release() {
	s.mu.Lock()
	held := s.held
	s.held = nil
	s.mu.Unlock()
	for _, h := range slices.Backward(held) {
		s.deliver(h)
	}
}

// Heal forgets all mishaps.
func (s *Sender) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mishap = nil
}

// Sent returns every hook that the tool emitted, lost ones included, in order.
func (s *Sender) Sent() []Hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Hook(nil), s.sent...)
}

// Replay sends every hook once more.
func (s *Sender) Replay() {
	for _, h := range s.Sent() {
		s.deliver(h)
	}
}

// Flush waits until everything queued was delivered.
func (s *Sender) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue)+s.busy > 0 {
		s.idle.Wait()
	}
}

// Close ends the sender; what is still queued is lost.
func (s *Sender) Close() {
	s.cancel()
	<-s.done
	s.client.CloseIdleConnections()
}

func (s *Sender) run(ctx context.Context) {
	defer close(s.done)
	for {
		h, ok := s.next()
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-s.wake:
			}
			continue
		}
		s.pass(ctx, h)
		s.mu.Lock()
		s.busy = 0
		s.idle.Broadcast()
		s.mu.Unlock()
		if ctx.Err() != nil {
			return
		}
	}
}

func (s *Sender) next() (Hook, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return Hook{}, false
	}
	h := s.queue[0]
	s.queue, s.busy = s.queue[1:], 1
	s.sent = append(s.sent, h)
	return h, true
}

func (s *Sender) pass(ctx context.Context, h Hook) {
	m := s.take(h)
	if m.Lose {
		return
	}
	if m.Hold {
		s.mu.Lock()
		s.held = append(s.held, h)
		s.mu.Unlock()
		return
	}
	if m.Delay > 0 {
		select {
		case <-time.After(m.Delay):
		case <-ctx.Done():
			return
		}
	}
	s.deliver(h)
	if m.Double {
		s.deliver(h)
	}
}

func (s *Sender) take(h Hook) Mishap {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, m := range s.mishap {
		if m.Matches != nil && !m.Matches(h) {
			continue
		}
		if m.Times > 0 {
			if m.Times--; m.Times == 0 {
				s.mishap = append(s.mishap[:i:i], s.mishap[i+1:]...)
			}
		}
		return *m
	}
	return Mishap{}
}

// deliver posts one hook and ignores the answer, as most tools do.
func (s *Sender) deliver(h Hook) {
	s.mu.Lock()
	url := s.url
	s.mu.Unlock()
	if url == "" {
		return
	}
	// A hook that is on its way arrives, whoever gives up meanwhile.
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url, bytes.NewReader(h.Body))
	if err != nil {
		return
	}
	req.Header = h.Header.Clone()
	if resp, err := s.client.Do(req); err == nil {
		_ = resp.Body.Close()
	}
}
