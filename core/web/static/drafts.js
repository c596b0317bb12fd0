// Unsent text survives a closed tab's reload, one draft a field and request.
const name = (field) => 'draft:' + location.pathname + ':' + (field.id || field.name);

function store(field) {
  try {
    if (field.value) sessionStorage.setItem(name(field), field.value);
    else sessionStorage.removeItem(name(field));
  } catch { /* storage is switched off */ }
}

export function drafts() {
  document.querySelectorAll('textarea[data-draft]').forEach((field) => {
    try {
      if (!field.value) field.value = sessionStorage.getItem(name(field)) || '';
    } catch { /* storage is switched off */ }
    field.addEventListener('input', () => store(field));
    field.form.addEventListener('submit', () => {
      try { sessionStorage.removeItem(name(field)); } catch { /* storage is switched off */ }
    });
  });
}
