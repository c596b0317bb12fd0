package web

import "sync"

// feed tells every open page that something changed. Its goroutine ends with
// close.
type feed struct {
	mu      sync.Mutex
	clients map[chan struct{}]bool
	end     chan struct{}
	once    sync.Once
}

func newFeed(source <-chan struct{}) *feed {
	f := &feed{clients: map[chan struct{}]bool{}, end: make(chan struct{})}
	go f.run(source)
	return f
}

func (f *feed) run(source <-chan struct{}) {
	for {
		select {
		case <-f.end:
			return
		case _, open := <-source:
			if !open {
				return
			}
			f.tell()
		}
	}
}

// tell wakes every client; one that is awake already misses nothing, it reads
// on from where it stands.
func (f *feed) tell() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.clients {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// join returns a channel that receives after changes, until leave.
func (f *feed) join() (wake chan struct{}, leave func()) {
	wake = make(chan struct{}, 1)
	f.mu.Lock()
	f.clients[wake] = true
	f.mu.Unlock()
	return wake, func() {
		f.mu.Lock()
		delete(f.clients, wake)
		f.mu.Unlock()
	}
}

func (f *feed) close() { f.once.Do(func() { close(f.end) }) }
