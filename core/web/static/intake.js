// A new request: the server says what it makes of what is typed, and the parts of
// the page follow. Without this the same is said after "look".
const $ = (selector, within = document) => within.querySelector(selector);

// fill chooses where somebody stands and has not chosen yet.
function fill(part, fresh) {
  const [to, from] = [$('select', part), $('select', fresh)];
  if (to && from && !to.value) to.value = from.value;
}

function adopt(page) {
  page.querySelectorAll('[data-part]').forEach((fresh) => {
    const part = $(`[data-part="${fresh.dataset.part}"]`);
    if (!part || part.innerHTML === fresh.innerHTML) return;
    if (part.contains(document.activeElement)) fill(part, fresh); else part.replaceChildren(...fresh.childNodes);
  });
}

// look asks, and believes the answer unless something was typed meanwhile.
// What a team will receive follows once it was asked for.
async function look(form, state, step = '') {
  const asked = ++state.asked;
  const sent = new URLSearchParams(new FormData(form));
  sent.delete('pin');
  if (step || (form.elements.team.value && $('[data-part=receives]').firstElementChild)) sent.set('step', 'preview');
  try {
    const answer = await fetch('/new/look', { method: 'POST', body: sent });
    const text = await answer.text();
    if (!answer.ok || asked !== state.asked) return;
    adopt(new DOMParser().parseFromString(text, 'text/html'));
    if (step) $('[data-part=receives]').scrollIntoView({ block: 'nearest' });
  } catch { /* the next letter asks again */ }
}

// choose takes the choice with this number, or with this digit before it.
function choose(radio, digit) {
  const all = [...radio.closest('.seg').querySelectorAll('input')];
  const to = all.find((x) => x.parentElement.querySelector('kbd')?.textContent === digit) || all[digit - 1];
  if (!to) return;
  to.checked = true;
  to.focus();
  to.dispatchEvent(new Event('change', { bubbles: true }));
}

function key(form, e) {
  const el = e.target;
  if (/^[1-9]$/.test(e.key) && el.type === 'radio' && !e.ctrlKey && !e.altKey && !e.metaKey) {
    e.preventDefault();
    choose(el, e.key);
  } else if (e.key === 'Enter' && !e.ctrlKey && el.tagName === 'INPUT') e.preventDefault(); // half a request is not sent by it
}

export function intake() {
  const form = $('[data-intake]');
  if (!form) return;
  const state = { asked: 0, timer: 0 };
  $('.wrong', form)?.closest('.step')?.querySelector('input:not([type=hidden], [type=radio]), select, textarea')?.focus(); // what was refused comes first
  const soon = (wait) => {
    state.asked++;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => look(form, state), wait);
  };
  $('[data-look]').remove();
  $('[data-foresee]').addEventListener('click', (e) => { e.preventDefault(); clearTimeout(state.timer); look(form, state, 'preview'); });
  form.addEventListener('input', () => soon(250));
  form.addEventListener('change', () => soon(0));
  form.addEventListener('keydown', (e) => key(form, e));
  document.addEventListener('keydown', (e) => {
    const add = e.altKey && /^[1-3]$/.test(e.key) && document.querySelectorAll('[data-add]')[e.key - 1];
    if (add) { e.preventDefault(); add.click(); }
    if (e.altKey && e.code === 'KeyP') { e.preventDefault(); $('[data-foresee]').click(); }
  });
  if (['contact', 'service', 'title'].some((name) => form.elements[name].value)) soon(0);
}
