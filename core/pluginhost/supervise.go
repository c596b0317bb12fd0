package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// run keeps the plugin running until it is stopped or cannot be.
func (p *Plugin) run() {
	defer close(p.ended)
	b := newBreaker(p.policy)
	for {
		began := time.Now()
		err := p.once()
		if p.life.Err() != nil {
			p.log.Info("plugin stopped")
			p.set(Stopped, nil, 0)
			return
		}
		if errors.Is(err, errNever) {
			p.log.Error("plugin failed", "error", err)
			p.set(Failed, err, p.policy.CoolDown)
			<-p.life.Done()
			p.set(Stopped, nil, 0)
			return
		}
		p.pause(b, err, time.Since(began))
	}
}

// pause waits before the next start.
func (p *Plugin) pause(b *breaker, err error, ran time.Duration) {
	wait, open := b.exit(time.Now(), ran)
	name := BackOff
	if open {
		name = Open
	}
	p.log.Warn("plugin ended", "error", err, "state", name, "retry_in", wait)
	p.set(name, err, wait)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.life.Done():
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.Restarts++
	p.change(Starting, nil, 0)
}

// once runs the plugin until it ends, and says why it did.
func (p *Plugin) once() error {
	i, err := p.launch(p.life)
	if err != nil {
		return err
	}
	p.log.Info("plugin ready", "pid", i.pid)
	p.ready(i)
	err = p.watch(i)
	p.retire(i, err)
	return err
}

func (p *Plugin) ready(i *instance) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.instance, p.last = i, i
	p.state.PID, p.state.Error = i.pid, ""
	p.change(Ready, nil, 0)
}

// retire takes an instance out of use and ends it: after the calls under way
// when it was stopped, at once when it failed.
func (p *Plugin) retire(i *instance, err error) {
	p.mu.Lock()
	p.instance = nil
	p.state.PID = 0
	name := BackOff
	if err == nil {
		name = Stopped
	}
	p.change(name, err, p.policy.BackOff)
	p.mu.Unlock()
	if err != nil {
		i.kill()
	} else {
		p.drain(i)
	}
	i.end()
}

// drain waits for the calls under way and closes the connection.
func (p *Plugin) drain(i *instance) {
	idle := make(chan struct{})
	go func() { i.calls.Wait(); close(idle) }()
	grace := time.NewTimer(p.policy.StopGrace)
	defer grace.Stop()
	select {
	case <-idle:
		if err := i.conn.Close(); err != nil {
			p.log.Warn("plugin did not close its connection", "error", err)
		}
	case <-i.done:
	case <-grace.C:
		p.log.Warn("plugin stopped with calls under way")
	}
}

// watch returns when the instance has ended or hangs, nil when it is to stop.
func (p *Plugin) watch(i *instance) error {
	tick := time.NewTicker(p.policy.HealthEvery)
	defer tick.Stop()
	misses := 0
	for {
		select {
		case <-p.life.Done():
			return nil
		case <-i.done:
			return fmt.Errorf("the process ended: %s", i.exit())
		case <-tick.C:
		}
		if misses = p.examine(i, misses); misses >= p.policy.HealthMisses {
			return fmt.Errorf("the process did not answer %d health checks", misses)
		}
	}
}

func (p *Plugin) examine(i *instance, misses int) int {
	ctx, cancel := context.WithTimeout(p.life, p.policy.HealthDeadline)
	defer cancel()
	if err := i.check(ctx); err != nil && p.life.Err() == nil {
		p.log.Warn("plugin is not well", "error", err, "misses", misses+1)
		return misses + 1
	}
	return 0
}
