// Single letters work outside fields only.
import { compose, closeComposer, openDelegate } from './composer.js';
import { choose as pick } from './decide.js';

const $ = (selector, within = document) => within.querySelector(selector);
const rows = () => [...document.querySelectorAll('.row, [data-page=conflicts] .clash')];
const places = { i: '/', d: '/?q=sla:<30m', n: '/?q=owner:none+is:open', x: '/conflicts', c: '/connections', u: '/?q=is:unread', a: '/?q=is:attention', p: '/?q=promise:any', s: '/?q=sync:problem', o: '/?q=is:open' };
const audiences = { r: 'cli', t: 'team', n: 'int' };

function current() {
  const focused = document.activeElement && document.activeElement.closest('.row, .clash');
  return focused || $('.cur');
}

function move(by) {
  const list = rows();
  if (!list.length) { turn(by); return; }
  const at = list.indexOf(current());
  const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + by));
  list.forEach((row) => row.classList.remove('cur'));
  list[next].classList.add('cur');
  $('.t a, button, [type=radio]', list[next]).focus();
  list[next].scrollIntoView({ block: 'nearest' });
}

// The list that was seen last: its address, its requests and the one that was opened.
const seen = (name) => { try { return sessionStorage.getItem(name) || ''; } catch { return ''; } };
const see = (name, text) => { try { sessionStorage.setItem(name, text); } catch { /* storage is switched off */ } };

// turn goes from one request to the next one of that list.
function turn(by) {
  const key = $('[data-page=request]')?.dataset.key;
  const keys = seen('rows').split(' ');
  const next = keys[keys.indexOf(key) + by];
  if (key && next && keys.includes(key)) location.href = '/requests/' + next;
}

// list remembers what it shows, and marks where one comes back from.
function list() {
  if (!$('[data-page=inbox]')) { const key = $('[data-page=request]')?.dataset.key; if (key) see('row', key); return; }
  see('list', location.pathname + location.search);
  see('rows', rows().map((row) => row.dataset.key).join(' '));
  const row = rows().find((r) => r.dataset.key === seen('row'));
  if (row && document.activeElement === document.body) { row.classList.add('cur'); row.scrollIntoView({ block: 'nearest' }); }
}

// roll scrolls the thread, which no key reaches while nothing in it has the focus.
function roll(key) {
  const thread = $('.thread');
  const by = { PageDown: 0.85, ' ': 0.85, PageUp: -0.85, ArrowDown: 0.08, ArrowUp: -0.08, End: 1e6, Home: -1e6 }[key];
  if (!thread || !by || document.activeElement !== document.body) return false;
  thread.scrollBy({ top: by * thread.clientHeight });
  return true;
}

// open goes to the current row, with a place to write if one was asked for.
function open(extra = '') {
  const row = current();
  if (row && $('.t a', row)) location.href = $('.t a', row).getAttribute('href') + extra;
}

function settle(choose) {
  const clash = $('[data-decide]') && current();
  if (clash) { pick(clash, choose); return; }
  const form = document.activeElement.closest('[data-conflict]') || $('[data-conflict].cur') || $('[data-page=request] [data-conflict]');
  if (form && choose === 'value') { $('details', form).open = true; $('textarea', form).focus(); return; }
  const button = form && $(`button[value=${choose}]`, form);
  if (button) button.click();
}

// take makes the current request ours; the list follows by its live update.
function take() {
  const form = $('[data-take]');
  const row = current();
  if (form) form.requestSubmit();
  else if (row) fetch(`/requests/${row.dataset.key}/take`, { method: 'POST', redirect: 'manual' });
}

// update opens the reply to the client with the usual words, ready to be changed.
function update() {
  const key = $('[data-page=request]')?.dataset.key || current()?.dataset.key;
  if (key) location.href = `/requests/${key}?compose=cli&update`;
}

// copy puts the current request's address into the clipboard.
async function copy() {
  const link = $('[data-copy]');
  if (!link) return;
  try { await navigator.clipboard.writeText(link.href); } catch { link.focus(); return; }
  const said = document.createElement('div');
  said.className = 'toast';
  said.textContent = link.dataset.copy;
  $('.toasts').append(said);
  setTimeout(() => said.remove(), 5000);
}

const back = () => { location.href = seen('list') || '/'; };

// unfold opens the last such part of the request's page and goes to its first field.
function unfold(part) {
  const panel = [...document.querySelectorAll(part)].at(-1);
  if (!panel) return false;
  panel.open = true;
  $('select, input:not([type=hidden]), textarea:not([hidden])', panel).focus();
  return true;
}

function act(key) {
  if ('rtnpad'.includes(key) && $('[data-page=inbox]') && rows().length && !current()) { move(1); return true; } // which one is meant is shown first
  if ('rp'.includes(key) && $('#broadcast')) return unfold('#broadcast');
  if (audiences[key]) return compose(audiences[key]) || (open('?compose=' + audiences[key]), true);
  switch (key) {
    case 'j': move(1); return true;
    case 'k': move(-1); return true;
    case '/': $('#q').focus(); $('#q').select(); return true;
    case '?': $('#help').showModal(); return true;
    case 'c': location.href = '/new'; return true;
    case 'u': back(); return true;
    case '.': { const fresh = $('[data-fresh]:not([hidden])'); if (fresh) fresh.click(); return true; }
    case 'p': update(); return true;
    case 'a': take(); return true;
    case 'w': { const form = $('[data-watch]'); if (form) form.requestSubmit(); return true; }
    case 's': return unfold('details.move:has(form)');
    case 'e': return unfold('#edit');
    case 'f': return unfold('details.share:has([action*="/for-"])');
    case 'y': copy(); return true;
    case 'z': { const back = [...document.querySelectorAll('.unsent button')].at(-1); if (back) back.click(); return Boolean(back); }
    case 'm': { const gather = $('[data-gather]'); if (gather) gather.click(); return Boolean(gather) || unfold('details.link:has([action$="/umbrella"])'); }
    case 'x': { const take = $('[action*="/take-estimate"] button'); if (take) take.click(); return Boolean(take); }
    case 'o': { const above = $('[data-umbrella]'); if (above) location.href = above.href; return Boolean(above); }
    case 'd': if (!openDelegate()) open('#delegate'); return true;
    case '1': settle('hub'); return true;
    case '2': settle('tool'); return true;
    case '3': settle('value'); return true;
  }
  return false;
}

function typing(el) {
  return el && (/^(TEXTAREA|SELECT)$/.test(el.tagName) || (el.tagName === 'INPUT' && !/radio|checkbox|submit|button/.test(el.type)));
}

// saved are the forms that Ctrl+Enter sends from any of their fields; what goes to
// clients takes its own key.
const saved = '.share form, form.schema:not([action*="/broadcasts"])';

export function keys() {
  list();
  document.querySelectorAll('[data-help]').forEach((b) => b.addEventListener('click', () => $('#help').showModal()));
  let going = 0;
  const off = document.body.dataset.keys === 'off';
  document.addEventListener('keydown', (e) => {
    const el = document.activeElement;
    if (e.key === 'Enter' && e.ctrlKey && !e.shiftKey && typing(el) && el.closest(saved)) { el.form.requestSubmit($('button:not([type=button])', el.form)); return; }
    if (e.key === 'Escape') { document.querySelectorAll('details.menu[open]').forEach((menu) => { menu.open = false; }); if (typing(el)) el.blur(); else closeComposer(); return; }
    if (!typing(el) && !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey && !$('#help')?.open && roll(e.key)) { e.preventDefault(); return; }
    if (off || typing(el) || e.ctrlKey || e.metaKey || e.altKey || !$('#q') || $('#help').open) return;
    if (going && places[e.key]) { location.href = places[e.key]; return; }
    clearTimeout(going);
    going = 0;
    if (e.key === 'g') { going = setTimeout(() => { going = 0; }, 900); return; }
    if (e.key === 'Enter') { if (el === document.body && current()) open(); return; }
    if (act(e.key)) e.preventDefault();
  });
  const search = $('#q');
  if (search) search.addEventListener('keydown', (e) => { if (e.key === 'ArrowDown' && rows().length) { e.preventDefault(); move(1); } });
}
