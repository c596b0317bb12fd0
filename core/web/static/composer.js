// Three forms, one audience each. Text never moves from one to another.
const $ = (selector) => document.querySelector(selector);

export function compose(audience) {
  const choice = $('#m-' + audience);
  if (!choice) return false;
  const box = $('.comp'), before = box.offsetHeight;
  choice.checked = true;
  const field = $('#t-' + audience);
  field.focus();
  if (!field.selectionEnd) field.setSelectionRange(field.value.length, field.value.length); // one goes on where the words end
  const thread = box.closest('.thread');
  if (thread) thread.scrollTop += box.offsetHeight - before; // what stood above it still does
  return true;
}

export function closeComposer() {
  const at = document.activeElement;
  if (at && at.closest('.comp')) at.blur();
  document.querySelectorAll('[name=aud]').forEach((choice) => { choice.checked = false; });
}

// previews show what clients will see while it is written, and what it gives away.
// Sending asks once more then; the answer goes along.
const asked = new WeakMap(); // a form's preview: its timer, its turn, the words that it shows

function words(form) {
  return new URLSearchParams([...new FormData(form)].filter(([name, value]) => name !== 'sure' && typeof value === 'string'));
}

function again(box, form) { // asked before, by this page or by the server
  const warns = box.querySelector('[data-sure]');
  if (warns && warns.dataset.sure === form.elements.sure.value) warns.querySelector('[data-asks]').textContent = box.dataset.again;
}

async function read(form, state) {
  const box = form.querySelector('[data-preview]');
  const turn = ++state.turn;
  const said = words(form);
  const fields = [...form.querySelectorAll('textarea')];
  state.shown = said.toString();
  if (fields.length && !fields.some((field) => field.value.trim())) { box.replaceChildren(); return; }
  try {
    const answer = await fetch(box.dataset.preview, { method: 'POST', headers: { 'X-Live': '1' }, body: said });
    if (!answer.ok || answer.redirected || turn !== state.turn) return;
    const first = !box.firstChild;
    box.innerHTML = await answer.text();
    again(box, form);
    if (first && !form.closest('.comp')) form.scrollIntoView({ block: 'nearest' });
  } catch { /* sending asks the server anyway */ }
}

function soon(form) {
  if (!form || !form.querySelector('[data-preview]')) return;
  const state = asked.get(form) || { turn: 0, shown: '' };
  asked.set(form, state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => read(form, state), 400);
}

function previews() {
  document.addEventListener('input', (e) => soon(e.target.form));
  document.addEventListener('toggle', (e) => { // a preview where nothing has to be written
    const form = e.target.open && e.target.querySelector('form:has([data-preview])');
    if (form && !form.querySelector('textarea')) soon(form);
  }, true);
  document.addEventListener('submit', (e) => {
    const form = e.target;
    const warns = form.querySelector('[data-preview] [data-sure]');
    if ((e.submitter && e.submitter.formNoValidate) || !warns || asked.get(form)?.shown !== words(form).toString() || form.elements.sure.value === warns.dataset.sure) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    form.elements.sure.value = warns.dataset.sure;
    again(form.querySelector('[data-preview]'), form);
    warns.scrollIntoView({ block: 'nearest' });
  }, true);
  soon(document.querySelector('.comp .f-cli')); // of a draft
}

export function composer() {
  document.querySelectorAll('[name=aud]').forEach((choice) => choice.addEventListener('change', () => compose(choice.id.slice(2))));
  const close = $('[data-comp-close]');
  if (close) close.addEventListener('click', closeComposer);
  document.querySelectorAll('.comp form, [data-intake], [data-decide]').forEach((form) => form.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && e.ctrlKey && (form.dataset.aud === 'cli') === e.shiftKey) {
      e.preventDefault();
      form.requestSubmit();
    }
  }));
  previews();
  const wanted = new URLSearchParams(location.search).get('compose');
  const sent = $('[name=aud]:checked'); // and asked about, or refused
  if (sent && !wanted) compose(sent.id.slice(2));
  if (['cli', 'team', 'int'].includes(wanted)) {
    compose(wanted);
    if (location.hash === '#composer') addEventListener('load', () => setTimeout(() => compose(wanted))); // going to a fragment takes the focus away
  }
  if (location.hash === '#delegate') openDelegate();
  const delegate = $('[data-delegate]');
  if (delegate) delegate.addEventListener('click', (e) => { e.preventDefault(); openDelegate(); });
}

export function openDelegate() {
  const panel = $('#delegate');
  if (!panel) return false;
  panel.open = true;
  panel.querySelector('[name=team]')?.focus();
  panel.scrollIntoView({ block: 'nearest' });
  return true;
}
