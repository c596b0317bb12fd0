// Small comforts over pages that work without them.
import { keys } from './keys.js';
import { live } from './live.js';
import { drafts } from './drafts.js';
import { composer } from './composer.js';

document.querySelectorAll('[data-toast]').forEach((toast) => setTimeout(() => toast.remove(), 5000));
composer();
drafts();
keys();
live();
