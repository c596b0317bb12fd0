// Small comforts over pages that work without them.
import { keys } from './keys.js';
import { live } from './live.js';
import { drafts } from './drafts.js';
import { composer } from './composer.js';
import { decide } from './decide.js';
import { place } from './place.js';
import { clocks } from './clocks.js';
import { intake } from './intake.js';
import { search } from './search.js';

document.documentElement.classList.add('js');
document.querySelectorAll('[data-toast]').forEach((toast) => setTimeout(() => toast.remove(), 5000));
document.addEventListener('click', (e) => document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(e.target)) menu.open = false; }));
document.addEventListener('focusin', (e) => { if (e.target.closest('.tools')) e.target.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }); // a narrow page rolls them sideways
composer();
drafts();
intake();
search(); // before the keys: where it proposes, arrows and Escape are its own
keys();
decide();
place();
clocks();
live();
