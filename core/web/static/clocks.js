// Times that go on: what is left, how long ago, what o'clock. All by the server's
// clock, so that a wrong one on the desk does not matter.
const page = document.body.dataset;
const [now, minutes, days, daysHours] = (page.spans || '').split('|');
const skew = Number(page.now) - Date.now();
const pad = (n) => String(n).padStart(2, '0');

function span(s) {
  if (s < 60) return now;
  if (s < 3600) return minutes.replace('0', Math.floor(s / 60));
  if (s < 86400) return Math.floor(s / 3600) + ' h ' + pad(Math.floor(s % 3600 / 60));
  return days.replace('0', Math.floor(s / 86400));
}

function countdown(s) {
  const sign = s < 0 ? '−' : '';
  const a = Math.abs(s);
  if (a >= 86400) return sign + daysHours.replace('0', Math.floor(a / 86400)).replace(/0(?!.*0)/, Math.floor(a % 86400 / 3600));
  if (a >= 3600) return sign + Math.floor(a / 3600) + ' h ' + pad(Math.floor(a % 3600 / 60));
  return sign + Math.floor(a / 60) + ':' + pad(a % 60);
}

function put(node, text) { if (node.textContent !== text) node.textContent = text; }

function tick() {
  const at = Date.now() + skew;
  document.querySelectorAll('time[data-left]').forEach((n) => put(n, countdown(Math.max(n.dataset.left === 'pause' ? 0 : -Infinity, Math.trunc((Date.parse(n.dateTime) - at) / 1000)))));
  document.querySelectorAll('time[data-up]').forEach((n) => {
    const s = Math.max(0, Math.floor((at - Date.parse(n.dateTime)) / 1000));
    put(n, n.dataset.up === 's' && s < 60 ? s + ' s' : span(s));
  });
  document.querySelectorAll('[data-clock]').forEach((n) => {
    try {
      const timeZone = n.dataset.clock === 'utc' ? 'UTC' : page.zone;
      put(n, new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at));
    } catch { /* a zone that the browser does not know: the server's text stays */ }
  });
}

export function clocks() {
  if (page.spans && page.now) setInterval(tick, 1000);
}
