// Three forms, one audience each. Text never moves from one to another.
const $ = (selector) => document.querySelector(selector);

export function compose(audience) {
  const choice = $('#m-' + audience);
  if (!choice) return false;
  choice.checked = true;
  $('#t-' + audience).focus();
  return true;
}

export function closeComposer() {
  const at = document.activeElement;
  if (at && at.closest('.comp')) at.blur();
  document.querySelectorAll('[name=aud]').forEach((choice) => { choice.checked = false; });
}

// guard warns about words that the client cannot know.
function guard(text) {
  const words = (text.dataset.guard || '').split(' ').filter(Boolean);
  const hit = words.find((word) => text.value.includes(word));
  const box = text.form.querySelector('.guard');
  box.hidden = !hit;
  box.querySelector('[data-guard-hit]').textContent = hit || '';
}

export function composer() {
  document.querySelectorAll('[name=aud]').forEach((choice) => choice.addEventListener('change', () => compose(choice.id.slice(2))));
  const close = $('[data-comp-close]');
  if (close) close.addEventListener('click', closeComposer);
  document.querySelectorAll('[data-guard]').forEach((text) => { text.addEventListener('input', () => guard(text)); guard(text); });
  document.querySelectorAll('.comp form, [data-intake]').forEach((form) => form.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && e.ctrlKey && (form.dataset.aud === 'cli') === e.shiftKey) {
      e.preventDefault();
      form.requestSubmit();
    }
  }));
  const wanted = new URLSearchParams(location.search).get('compose');
  if (['cli', 'team', 'int'].includes(wanted)) compose(wanted);
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
