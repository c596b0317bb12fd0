// After a form of a request's page the same page comes again: its panes stay where
// they were. A new note is gone to, beside it the panel stays. What a team will receive
// is read from its beginning.
const panes = () => [document.scrollingElement, ...document.querySelectorAll('.thread, .side')];

export function place() {
  if (!document.querySelector('[data-page=request]')) return;
  const shown = document.querySelector('#preview');
  const next = document.querySelector('#delegate [autofocus]');
  if (shown && next?.matches('button')) {
    next.focus({ preventScroll: true });
    addEventListener('load', () => setTimeout(() => shown.scrollIntoView()));
  }
  const key = 'place:' + document.querySelector('[data-page=request]').dataset.key;
  addEventListener('submit', (e) => {
    if (e.defaultPrevented) return;
    try { sessionStorage.setItem(key, JSON.stringify(panes().map((pane) => pane.scrollTop))); } catch { /* storage is switched off */ }
  });
  let at = null;
  try { at = JSON.parse(sessionStorage.getItem(key)); sessionStorage.removeItem(key); } catch { /* storage is switched off */ }
  if (!at) return;
  const go = () => panes().forEach((pane, i) => { if (!location.hash || pane.matches('.side')) pane.scrollTop = at[i]; });
  go();
  addEventListener('load', go);
}
