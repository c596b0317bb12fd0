// Live pages: the server tells which requests changed, the page is read again
// and its parts are replaced. What somebody is writing is never touched.
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

async function read() {
  const answer = await fetch(document.body.dataset.here, { headers: { 'X-Live': '1', 'X-Since': $('[data-since]')?.dataset.since || '' } });
  if (!answer.ok || answer.redirected) throw new Error('not read');
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

function changed(field) {
  if (field.type === 'hidden') return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT') {
    const before = [...field.options].findIndex((o) => o.defaultSelected);
    return field.selectedIndex !== Math.max(0, before);
  }
  return field.value !== field.defaultValue;
}

// busy: somebody writes there, or decides on what the server answered.
function busy(part) {
  if (part.contains(document.activeElement) && document.activeElement !== document.body) return true;
  return Boolean($('.wrong, .preview', part)) || all('input, textarea, select', part).some(changed);
}

function adopt(part, fresh) {
  const opened = all('details', part).map((d) => d.open);
  const next = document.importNode(fresh, true);
  const details = all('details', next);
  if (details.length === opened.length) details.forEach((d, i) => { d.open = opened[i]; });
  all('form', part).forEach((form) => form.dispatchEvent(new Event('leaving')));
  part.replaceWith(next);
  document.dispatchEvent(new Event('adopted'));
}

function replaceParts(page, force) {
  let held = 0;
  all('[data-live]').forEach((part) => {
    const fresh = $(`[data-live="${part.dataset.live}"]`, page);
    if (!fresh || fresh.innerHTML === part.innerHTML) return;
    if (!force && busy(part)) held++; else adopt(part, fresh);
  });
  return held;
}

function replaceRow(row, fresh) {
  if (row.innerHTML === fresh.innerHTML) return;
  const focused = row.contains(document.activeElement);
  const current = row.classList.contains('cur');
  row.className = fresh.className;
  row.classList.toggle('cur', current);
  row.innerHTML = fresh.innerHTML;
  if (focused) $('.t a', row).focus();
}

// offer says how many requests arrived; or, where none did, how much changed.
function offer(arrived, changed = 0) {
  const button = $('[data-fresh]');
  if (!button) return;
  button.hidden = !(arrived || changed);
  $('span', button).textContent = (arrived ? button.dataset.text : button.dataset.changed).replace('%d', arrived || changed);
}

// inbox: rows change in place; what arrives waits behind one button, so that
// nothing moves under the cursor.
function inbox(state, page) {
  const rows = new Map(all('.row', page).map((row) => [row.dataset.key, row]));
  let gone = 0;
  const shown = new Set();
  all('.row').forEach((row) => {
    shown.add(row.dataset.key);
    const fresh = rows.get(row.dataset.key);
    if (fresh) replaceRow(row, fresh);
    else gone++;
    row.classList.toggle('gone', !fresh);
  });
  const arrived = [...rows.keys()].filter((key) => !shown.has(key)).length;
  state.page = page;
  offer(arrived, gone);
}

function showInbox(state) {
  const key = ($('.row.cur') || {}).dataset?.key;
  $('[data-rows]').replaceWith(document.importNode($('[data-rows]', state.page), true));
  all('.empty, .pager').forEach((part) => part.remove());
  all('.empty, .pager', state.page).forEach((part) => $('.foot').before(document.importNode(part, true)));
  const row = key && $(`.row[data-key="${CSS.escape(key)}"]`);
  if (row) { row.classList.add('cur'); $('.t a', row).focus(); }
  offer(0);
}

// here shows who is here and who looks at what, as the server says it.
function here(said) {
  all('[data-presence]').forEach((part) => { part.innerHTML = said.html; });
  all('.row').forEach((row) => { $('[data-here]', row).textContent = said.rows[row.dataset.key] || ''; });
  all('[data-looks]').forEach((part) => { part.textContent = said.rows[part.dataset.looks] || ''; });
}

async function refresh(state) {
  const page = await read();
  const held = replaceParts(page, false);
  if ($('[data-page=inbox]')) inbox(state, page);
  else { state.page = page; offer(0, held); }
}

// soon joins changes that come together, never reads twice at once, and at most
// once a second.
function soon(state, after = 120) {
  state.again = true;
  if (state.timer || state.reading) return;
  state.timer = setTimeout(async () => {
    state.timer = 0;
    state.again = false;
    state.reading = true;
    try { await refresh(state); } catch { /* the next change tries again */ }
    state.reading = false;
    state.read = Date.now();
    if (state.again) soon(state);
  }, Math.max(after, (state.read || 0) + 1000 - Date.now()));
}

export function live() {
  const lamp = $('[data-stream]');
  if (!lamp || !window.EventSource) return;
  const state = { last: document.body.dataset.position };
  const key = ($('[data-page=request]') || {}).dataset?.key;
  const fresh = $('[data-fresh]');
  if (fresh) fresh.addEventListener('click', () => {
    if ($('[data-page=inbox]')) showInbox(state);
    else { replaceParts(state.page, true); offer(0); }
  });
  const say = (on) => {
    document.documentElement.dataset.live = on ? 'on' : 'off';
    lamp.classList.toggle('off', !on);
    $('span', lamp).textContent = on ? lamp.dataset.word : lamp.dataset.lost;
  };
  let source = null;
  const connect = () => {
    source = new EventSource(`/events?at=${encodeURIComponent(key || '')}&after=${state.last}`);
    source.addEventListener('here', (e) => here(JSON.parse(e.data)));
    source.addEventListener('ready', () => say(true));
    source.addEventListener('change', (e) => { state.last = e.lastEventId; if (!key || JSON.parse(e.data).includes(key)) soon(state); });
    source.addEventListener('error', () => {
      say(false);
      if (source && source.readyState === EventSource.CLOSED) setTimeout(resume, 5000);
    });
  };
  const leave = () => { if (source) source.close(); source = null; };
  const resume = () => {
    if (document.hidden || (source && source.readyState !== EventSource.CLOSED)) return;
    connect();
    soon(state);
  };
  // a browser has few connections to one site: hidden pages let theirs go
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); else resume(); });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (e) => { if (e.persisted) resume(); });
  if (!document.hidden) connect();
}
