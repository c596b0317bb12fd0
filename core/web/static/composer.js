// Three forms, one audience each. Text never moves from one to another.
const $ = (selector) => document.querySelector(selector);

export function compose(audience) {
  const choice = $('#m-' + audience);
  if (!choice) return false;
  const box = $('.comp'), before = box.offsetHeight;
  choice.checked = true;
  $('#t-' + audience).focus();
  const thread = box.closest('.thread');
  if (thread) thread.scrollTop += box.offsetHeight - before; // what stood above it still does
  return true;
}

export function closeComposer() {
  const at = document.activeElement;
  if (at && at.closest('.comp')) at.blur();
  document.querySelectorAll('[name=aud]').forEach((choice) => { choice.checked = false; });
}

// preview shows what the client will see while it is written, and what it gives
// away. Sending asks once more then; the answer goes along.
function preview(form) {
  const box = form.querySelector('[data-preview]');
  let timer = 0, asked = 0, shown = '';
  const again = () => { // asked before, by this page or by the server
    const warns = box.querySelector('[data-sure]');
    if (warns && warns.dataset.sure === form.elements.sure.value) warns.querySelector('[data-asks]').textContent = box.dataset.again;
  };
  const read = async () => {
    const turn = ++asked;
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    shown = said.get('body');
    if (!shown.trim()) { box.replaceChildren(); return; }
    try {
      const answer = await fetch(box.dataset.preview, { method: 'POST', headers: { 'X-Live': '1' }, body: said });
      if (answer.ok && !answer.redirected && turn === asked) { box.innerHTML = await answer.text(); again(); }
    } catch { /* sending asks the server anyway */ }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(read, 400); };
  form.addEventListener('input', soon);
  form.addEventListener('submit', (e) => {
    const warns = box.querySelector('[data-sure]');
    if ((e.submitter && e.submitter.formNoValidate) || !warns || shown !== form.elements.body.value || form.elements.sure.value === warns.dataset.sure) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    form.elements.sure.value = warns.dataset.sure;
    again();
    warns.scrollIntoView({ block: 'nearest' });
  });
  soon(); // of a draft
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
  const reply = $('.comp .f-cli');
  if (reply) preview(reply);
  const wanted = new URLSearchParams(location.search).get('compose');
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
  panel.querySelector('select').focus();
  panel.scrollIntoView({ block: 'nearest' });
  return true;
}
