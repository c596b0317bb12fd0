// Many conflicts, one post: what is chosen is counted, and can be chosen for all.
const form = () => document.querySelector('[data-decide]');

// choose sets the choice of one conflict; the same again takes it back.
export function choose(clash, value) {
  const to = clash.querySelector(`[type=radio][value="${value}"]`);
  if (!to) return false;
  const off = to.checked && value !== 'value';
  const radio = off ? clash.querySelector('[type=radio][value=""]') : to;
  radio.checked = true;
  if (value === 'value') {
    clash.querySelector('details').open = true;
    clash.querySelector('textarea').focus();
  } else radio.focus();
  count();
  return true;
}

function count() {
  const at = form()?.querySelector('[data-decided]');
  if (at) at.textContent = at.dataset.decided.replace('%d', form().querySelectorAll('.clash [type=radio]:checked:not([value=""])').length);
}

export function decide() {
  if (!form()) return;
  form().addEventListener('change', count);
  form().addEventListener('click', (e) => {
    const all = e.target.closest('[data-all]');
    if (!all) return;
    form().querySelectorAll(`.clash [type=radio][value="${all.dataset.all}"]`).forEach((radio) => { radio.checked = true; });
    count();
  });
  form().addEventListener('input', (e) => { // a value that is written is chosen
    if (e.target.tagName === 'TEXTAREA') { e.target.closest('.clash').querySelector('[type=radio][value=value]').checked = true; count(); }
  });
  count();
}
