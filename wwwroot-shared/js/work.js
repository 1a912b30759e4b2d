// Saves what operators write about calls. It does not ride on the circuit: that may be gone while somebody types. Until the server has said
// that it has the text, a copy lies in this browser, and is sent again after a reload, a crash or an outage.
const root = document.documentElement;
const prefix = `phonepop-work:${root.dataset.user}:`;
const calls = new Map();                 // by call id: what was typed and is not confirmed yet, and how saving goes
const known = new WeakSet();             // forms that were met
const typingPause = 600, retryPause = 3000, keepDays = 7;
const quiet = 3000;                      // for so long after own typing an echo of the server may be older than the field

const of = id => {
  if (!calls.has(id)) calls.set(id, { edit: {}, state: '', saving: false, timer: 0, touched: 0 });
  return calls.get(id);
};
const isDirty = call => Object.keys(call.edit).length > 0;
const forms = id => [...document.querySelectorAll('[data-work]')].filter(f => f.dataset.work === id);
const field = (form, name) => form.querySelector(`[data-work-field="${name}"]`);

// Drafts: storage may be full or forbidden; then the text is only in the page, as it would be without us.
const keep = (id, edit) => { try { localStorage.setItem(prefix + id, JSON.stringify({ edit, at: Date.now() })); } catch { /* see above */ } };
const forget = id => { try { localStorage.removeItem(prefix + id); } catch { /* see above */ } };

const show = (id, state) => {
  of(id).state = state;
  for (const form of forms(id)) form.dataset.state = state;
};

const later = (id, pause) => {
  const call = of(id);
  clearTimeout(call.timer);
  call.timer = setTimeout(() => save(id), pause);
};

async function save(id, leaving = false) {
  const call = of(id);
  clearTimeout(call.timer);
  if (!isDirty(call) || (call.saving && !leaving)) return;
  const edit = { ...call.edit };
  call.saving = true;
  if (call.state !== 'failed') show(id, 'saving');
  try {
    const answer = await fetch(`/api/v1/calls/${encodeURIComponent(id)}/work`, {
      method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(edit), keepalive: leaving, redirect: 'error',
    });
    call.touched = Date.now();
    if (answer.ok) {
      for (const name of Object.keys(edit)) if (call.edit[name] === edit[name]) delete call.edit[name];
      if (isDirty(call)) { keep(id, call.edit); later(id, typingPause); } else { forget(id); show(id, 'saved'); }
    } else if (answer.status === 401) {
      show(id, 'signedout');
    } else if (answer.status < 500 && answer.status !== 429) {
      show(id, 'refused');               // kept: a call that the server has lost sight of may be in its history after a reload
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    show(id, 'failed');
    later(id, retryPause);
  } finally {
    call.saving = false;
  }
}

function edited(target, pause) {
  const form = target.closest?.('[data-work]'), name = target.dataset?.workField;
  if (!form || !name) return;
  const id = form.dataset.work, call = of(id);
  call.edit[name] = target.value;
  call.touched = Date.now();
  keep(id, call.edit);
  for (const other of forms(id)) if (other !== form) field(other, name).value = target.value;
  if (call.state !== 'failed') show(id, 'typing');
  later(id, pause);
}

document.addEventListener('input', e => edited(e.target, e.target.tagName === 'SELECT' ? 0 : typingPause));
document.addEventListener('focusout', e => {
  const form = e.target.closest?.('[data-work]');
  if (!form) return;
  save(form.dataset.work);
  setTimeout(() => form.isConnected && adopt(form), quiet);
});
document.addEventListener('submit', e => { if (e.target.dataset.work !== undefined) e.preventDefault(); }, true);
const saveAll = leaving => { for (const id of calls.keys()) save(id, leaving); };
addEventListener('pagehide', () => saveAll(true));
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saveAll(true); });
addEventListener('online', () => saveAll(false));

// A form that is drawn again gets what was typed; one that nobody touches follows what others write.
function adopt(form) {
  const id = form.dataset.work, call = of(id);
  if (call.state) form.dataset.state = call.state;
  for (const name of ['note', 'outcome']) {
    const input = field(form, name);
    if (!input) continue;
    const theirs = form.dataset[name] ?? '';
    if (name in call.edit) { if (input.value !== call.edit[name]) input.value = call.edit[name]; }
    else if (input.value.trimEnd() === theirs || document.activeElement === input) continue; // who pauses after a blank goes on behind it
    else if (Date.now() - call.touched > quiet) input.value = theirs;
    else if (known.has(form)) setTimeout(() => form.isConnected && adopt(form), quiet);
  }
  known.add(form);
}

if (root.dataset.user) {
  try {
    for (const key of Object.keys(localStorage).filter(k => k.startsWith(prefix))) {
      const { edit, at } = JSON.parse(localStorage.getItem(key)) ?? {};
      if (!edit || Date.now() - at > keepDays * 86_400_000) { localStorage.removeItem(key); continue; }
      const id = key.slice(prefix.length);
      of(id).edit = edit;
      save(id);
    }
  } catch { /* no storage, or not ours */ }

  new MutationObserver(changes => {
    const changed = new Set();
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') { if (target.dataset.work !== undefined) changed.add(target); continue; }
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.dataset.work !== undefined) changed.add(node);
        for (const form of node.querySelectorAll('[data-work]')) changed.add(form);
      }
    }
    changed.forEach(adopt);
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-note', 'data-outcome', 'data-work'] });
  document.querySelectorAll('[data-work]').forEach(adopt);
}
