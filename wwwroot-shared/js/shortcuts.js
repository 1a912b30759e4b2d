// Keys for those who do not want to reach for the mouse. One letter each, never while somebody types, and not at all where the user has switched them off
// (html[data-shortcuts="0"], from the settings). `?` lists them: the places are read from the links of the page, so what a role lacks is not offered.
(() => {
  'use strict';
  const root = document.documentElement;
  const GO_MS = 1500;
  let going = 0;

  // On a keyboard that writes other letters the key in that place is meant: С on a Russian one is c.
  const letterOf = event => (/^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key);
  const typing = target => target.closest?.('input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=submit]), textarea, select, [contenteditable]');
  const visible = selector => [...document.querySelectorAll(selector)].find(e => e.checkVisibility());

  const keys = {
    '/': () => focus(document.getElementById('pp-search')),
    '?': () => list(),
    g: () => { going = Date.now(); },
    o: () => click(document.querySelector('.phonepop-pop .phonepop-pop-open') ?? visible('[data-phonepop-call] a[data-testid="open-card"], [data-phonepop-call] a[href]')),
    d: () => click(document.querySelector('.phonepop-pop .phonepop-pop-dismiss')),
    n: () => focus(visible('[data-pp-note], [data-work-field="note"]')),
  };

  function click(element) { element?.click(); return element != null; }
  function focus(element) { element?.focus(); return element != null; }

  function list() {
    const dialog = document.getElementById('pp-shortcuts'), places = dialog?.querySelector('[data-places]');
    if (!dialog || dialog.open) return false;
    places.replaceChildren(...[...document.querySelectorAll('[data-pp-go]')].map(link => {
      const row = document.createElement('div'), name = document.createElement('dt'), what = document.createElement('dd');
      name.append(...['g', link.dataset.ppGo].map(key => Object.assign(document.createElement('kbd'), { textContent: key })));
      what.textContent = link.dataset.ppName;
      row.append(name, what);
      return row;
    }));
    dialog.showModal();
    return true;
  }

  document.addEventListener('keydown', event => {
    if (root.dataset.shortcuts === '0' || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target) || document.querySelector('dialog[open]')) return;
    const key = letterOf(event), place = Date.now() - going < GO_MS && key !== 'g';
    going = place ? 0 : going;
    const done = place ? click(document.querySelector(`[data-pp-go="${CSS.escape(key)}"]`)) : keys[key]?.();
    if (done) event.preventDefault();
  });
})();
