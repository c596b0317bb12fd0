package web_test

import (
	"testing"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// A shift by keyboard goes from one request to the next, back to where it was in the
// list, and through a long thread.
func TestTheKeyboardGoesThroughTheList(t *testing.T) {
	w := open(t)
	for _, title := range []string{"First", "Second", "Third"} {
		w.received(t, title)
	}
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	p.Keyboard.MustType('j', input.Enter)
	until(t, p, "the request", `() => document.querySelector('[data-page=request]') && sessionStorage.getItem('rows')?.split(' ').length === 3`)
	live(p)
	until(t, p, "its place", `() => sessionStorage.getItem('rows').startsWith(sessionStorage.getItem('row') + ' ')`)
	p.Keyboard.MustType('j')
	until(t, p, "the next", `() => document.querySelector('[data-page=request]')?.dataset.key === sessionStorage.getItem('rows').split(' ')[1]`)
	live(p)
	p.Keyboard.MustType('u')
	until(t, p, "its row", `() => document.querySelector('.row.cur')?.dataset.key === sessionStorage.getItem('rows').split(' ')[1]`)
	live(p)
	p.Keyboard.MustType('k', input.Enter)
	until(t, p, "the one before", `() => document.querySelector('[data-page=request]')?.dataset.key === sessionStorage.getItem('rows').split(' ')[0]`)
}

func TestTheKeyboardOpensThePartsOfARequest(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	for range 12 {
		w.notes(t, key, "Still dark.\n\nNothing moves.")
	}
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType(input.End)
	until(t, p, "the end of the thread", `() => { const x = document.querySelector('.thread'); return x.scrollTop > 0 && x.scrollTop + x.clientHeight > x.scrollHeight - 2 }`)
	p.Keyboard.MustType(input.PageUp)
	until(t, p, "a page above", `() => { const x = document.querySelector('.thread'); return x.scrollTop + 1.7 * x.clientHeight < x.scrollHeight }`)
	p.Keyboard.MustType(input.End, 'n')
	until(t, p, "the last note above what is written", `() => { const notes = document.querySelectorAll('.ev.msg'); return document.activeElement.id === 't-int' && notes[notes.length - 1].getBoundingClientRect().bottom <= document.querySelector('.comp').getBoundingClientRect().top }`)
	p.Keyboard.MustType(input.Escape, input.Escape, 's')
	until(t, p, "the status", `() => document.activeElement.id === 'st-to' && document.querySelector('details.move').open`)
	p.MustEval(`() => document.activeElement.blur()`)
	p.Keyboard.MustType('e')
	until(t, p, "the fields", `() => document.querySelector('#edit').open && document.activeElement.id === 'e-title'`)
	p.MustEval(`() => document.activeElement.blur()`)
	p.Keyboard.MustType('g', 'x')
	until(t, p, "the conflicts", `() => location.pathname === '/conflicts'`)
}

func TestTheKeyboardSharesWhatCameLast(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	for _, said := range []string{"first call", "second call"} {
		if _, err := w.AddCall(t.Context(), w.jana, key, desk.Call{ID: request.NoteID(said), Name: "Mareike Brandt", Body: said}); err != nil {
			t.Fatal(err)
		}
	}
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('f')
	until(t, p, "the only team, chosen", `() => { const e = document.activeElement; return e.name === 'links' && e.checked && e.closest('.ev').textContent.includes('second call') }`)
	p.MustElement("details[open] textarea[name=body]").MustFocus()
	p.KeyActions().Press(input.ControlLeft).Type(input.Enter).MustDo()
	until(t, p, "the message to the team", `() => [...document.querySelectorAll('.ev.msg[data-o=team]')].some((e) => e.textContent.includes('second call'))`)
}
