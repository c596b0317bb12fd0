// The search field proposes how its last word may go on. Without it the field
// works as it is.
const $ = (selector) => document.querySelector(selector);
const state = { items: [], at: -1, word: '', asked: 0 };

const field = () => $('#q');
const list = () => $('#q-list');

function mark(at) {
  state.at = at;
  [...list().children].forEach((li, i) => li.setAttribute('aria-selected', i === at));
  if (at < 0) field().removeAttribute('aria-activedescendant');
  else { field().setAttribute('aria-activedescendant', 'q-' + at); list().children[at].scrollIntoView({ block: 'nearest' }); }
}

function show(items) {
  state.items = items;
  list().replaceChildren(...items.map((item, i) => {
    const li = document.createElement('li');
    const word = document.createElement('code');
    const says = document.createElement('span');
    li.id = 'q-' + i;
    li.setAttribute('role', 'option');
    li.dataset.i = i;
    word.textContent = item.text;
    says.textContent = item.says;
    li.append(word, says);
    return li;
  }));
  list().hidden = !items.length;
  field().setAttribute('aria-expanded', Boolean(items.length));
  mark(-1);
}

async function propose() {
  const asked = ++state.asked;
  const text = field().value.slice(0, field().selectionStart);
  if (!/\S$/.test(text)) { show([]); return; }
  try {
    const answer = await fetch('/complete?q=' + encodeURIComponent(text));
    const { word, items } = await answer.json();
    if (asked !== state.asked || document.activeElement !== field()) return; // too late
    state.word = word;
    show(items.filter((item) => item.text !== word));
  } catch { show([]); }
}

// take puts a proposal in the place of the word; a value ends with a blank.
function take(i) {
  const q = field();
  const at = q.selectionStart;
  const item = state.items[i];
  const text = item.text + (item.text.endsWith(':') ? '' : ' ');
  q.setRangeText(text, at - state.word.length, at, 'end');
  show([]);
  if (item.text.endsWith(':')) propose();
}

function key(e) {
  const many = state.items.length;
  if (!many || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === 'ArrowDown') mark((state.at + 1) % many);
  else if (e.key === 'ArrowUp') mark(state.at > 0 ? state.at - 1 : many - 1);
  else if (e.key === 'Tab' && !e.shiftKey) take(Math.max(0, state.at));
  else if (e.key === 'Enter' && state.at >= 0) take(state.at);
  else if (e.key === 'Escape') show([]);
  else return;
  e.preventDefault();
  e.stopImmediatePropagation();
}

export function search() {
  const q = field();
  if (!q || !list()) return;
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', 'q-list'], ['aria-expanded', 'false']]) q.setAttribute(name, value);
  q.addEventListener('input', propose);
  q.addEventListener('keydown', key);
  q.addEventListener('blur', () => show([]));
  list().addEventListener('pointerdown', (e) => {
    const li = e.target.closest('li');
    if (!li) return;
    e.preventDefault(); // the field keeps the focus
    take(Number(li.dataset.i));
  });
}
