// What is written is kept, for its writer and a week, until the hub says that it
// took it: it names the form's id in a cookie. A form that is kept until then is
// sent again under the id that it had, so that nothing is made twice.
const week = 7 * 24 * 3600e3;
const idle = 10 * 60e3; // a page that was not closed but killed
const never = ['pin', 'seen', 'sure']; // a secret, and answers to what was shown
const me = document.body.dataset.me;

const taken = () => (document.cookie.match(/(?:^|; )taken=([^;]*)/)?.[1] || '').split('.');

function all() { // newest first; what is old or was taken goes
  const list = [];
  try {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith('draft:'))) {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* another version's */ }
      if (!kept || Date.now() - kept.at > week || (kept.sent && taken().includes(kept.sent))) localStorage.removeItem(key);
      else list.push({ key, ...kept });
    }
  } catch { /* storage is switched off */ }
  return list.sort((a, b) => b.at - a.at);
}

const path = (form) => `draft:${me}:${new URL(form.getAttribute('action'), location).pathname}:`;
const drop = (key) => { try { localStorage.removeItem(key); } catch { /* storage is switched off */ } };
const put = (key, kept) => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* storage is switched off */ } };

// fields are what is kept of a form: the whole of it, or its text alone.
function fields(form) {
  const whole = 'draft' in form.dataset;
  return [...form.elements].filter((x) => x.name && !never.includes(x.name) && !/^(file|submit|button|fieldset)$/.test(x.type) && x.name !== 'id' && (whole || 'draft' in x.dataset));
}

// written: somebody typed something else than what stood there from the beginning.
const was = (form, x) => x.dataset.was ?? form.elements['was_' + x.name]?.value;
const written = (form) => fields(form).some((x) => !x.hidden && !/^(radio|checkbox|hidden|select-one)$/.test(x.type) && x.value.trim() && x.value !== was(form, x));

function keep(form, sent, held = true) {
  const key = path(form) + form.elements.id.value;
  if (!written(form)) { drop(key); return; }
  const said = fields(form).filter((x) => !/^(radio|checkbox)$/.test(x.type) || x.checked).map((x) => [x.name, x.value]);
  put(key, { at: Date.now(), sent, held, said });
}

// bring puts back what was said. What the page has no field for yet goes along
// hidden, until the server makes the field.
function bring(form, said) {
  const known = new Set();
  fields(form).forEach((x) => {
    known.add(x.name);
    if (/^(radio|checkbox)$/.test(x.type)) x.checked = said.some(([name, value]) => name === x.name && value === x.value);
    else x.value = said.find(([name]) => name === x.name)?.[1] ?? x.value;
  });
  said.filter(([name]) => !known.has(name)).forEach(([name, value]) => {
    form.querySelector('[data-part=asked]')?.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  });
}

// restore finds what the form goes on from: what was left, or what the server
// refused and shows again.
function restore(form) {
  const shown = fields(form).find((x) => x.type === 'textarea')?.value;
  const again = written(form);
  const kept = all().find((x) => x.key.startsWith(path(form)) && (!x.held || Date.now() - x.at > idle) && (!again || x.said.some(([, value]) => value === shown)));
  if (!kept) return null;
  drop(kept.key);
  if (!again) {
    if (kept.sent) form.elements.id.value = kept.sent;
    bring(form, kept.said);
  }
  const sent = kept.sent === form.elements.id.value ? kept.sent : '';
  keep(form, sent);
  return { sent };
}

function folded(form, open) {
  const part = form.closest('details');
  if (part) part.open = open;
}

let gone = false; // whoever wrote signs out
const attended = new WeakSet();

const attendAll = () => document.querySelectorAll('form[data-draft], form:has(textarea[data-draft])').forEach((form) => { if (!attended.has(form)) attend(form); });

function attend(form) {
  attended.add(form);
  const before = restore(form);
  if (before) folded(form, true); // what was left is seen
  let sent = before?.sent || '';
  let changed = Boolean(before);
  const note = () => { changed = true; keep(form, sent); };
  form.addEventListener('input', note);
  form.addEventListener('change', note);
  form.addEventListener('submit', (e) => {
    if (e.defaultPrevented || e.submitter?.formNoValidate || (e.submitter?.name === 'step' && e.submitter.value !== 'send')) return;
    sent = form.elements.id.value;
    note();
  });
  form.querySelector('[data-drop]')?.addEventListener('click', () => { changed = false; form.reset(); drop(path(form) + form.elements.id.value); folded(form, false); });
  const leave = () => { if (changed && !gone && form.isConnected) keep(form, sent, false); };
  form.addEventListener('leaving', leave); // another of its kind comes in its place
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); }); // what was taken since is not shown as if it were not
}

export function drafts() {
  const kept = all();
  const said = document.querySelector('[data-kept]');
  if (said) said.hidden = !kept.some((x) => x.sent);
  if (!me) return;
  attendAll();
  document.addEventListener('adopted', attendAll); // a part of the page came anew
  document.querySelectorAll('form[action^="/logout"]').forEach((form) => form.addEventListener('submit', () => {
    gone = true;
    all().filter((x) => x.key.startsWith(`draft:${me}:/`)).forEach((x) => drop(x.key));
  }));
}
