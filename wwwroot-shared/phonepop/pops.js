const MOST = 5, MOST_ON_A_PHONE = 2;
const SAY_AFTER_MS = 700;
const SAID_FOR_MS = 10000;

/** The pops inside the page, in #phonepop-pops. texts() gives the words in the language of now. */
export function createPops(texts, { open, dismiss }) {
  const cards = new Map(); // call id -> element
  const said = new Set(), small = matchMedia('(max-width: 600px)');
  let box = null, more = null, alert = null;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text ?? '';
    return made;
  }

  function card(id) {
    const made = element('section', 'phonepop-pop'), buttons = element('div', 'phonepop-pop-buttons');
    for (const [action, act] of [['open', open], ['dismiss', dismiss]]) {
      const button = element('button', `phonepop-pop-${action}`, texts()[action]);
      button.type = 'button';
      button.addEventListener('click', () => act(id));
      buttons.append(button);
    }
    made.dataset.callId = id;
    made.append(element('span', 'phonepop-pop-state'), element('strong', 'phonepop-pop-who'), element('span', 'phonepop-pop-line'), buttons);
    return made;
  }

  // A call that the page itself shows large needs no second card over it. Scrolled away or not yet drawn, it pops.
  function giveWay() {
    for (const [id, shown] of cards) {
      const at = document.querySelector(`[data-phonepop-call="${CSS.escape(id)}"]`)?.getBoundingClientRect();
      const aside = at != null && at.height > 0 && at.bottom > 0 && at.top < innerHeight;
      if (shown.classList.contains('phonepop-pop-aside') !== aside) shown.classList.toggle('phonepop-pop-aside', aside);
    }
  }

  // For screen readers, once a call: the name that takes the number's place a moment later is waited for, and further changes are not read out.
  function say(text) {
    const line = alert.appendChild(element('p', '', text));
    setTimeout(() => line.remove(), SAID_FOR_MS);
  }

  function announce(views) {
    for (const id of said) if (!views.some(v => v.id === id)) said.delete(id);
    for (const { id } of views) {
      if (said.has(id)) continue;
      said.add(id);
      setTimeout(() => { if (cards.has(id)) say(texts().says(...[...cards.get(id).children].slice(1, 3).map(e => e.textContent))); }, SAY_AFTER_MS);
    }
  }

  function sumUp(count) {
    if (count === 0) { more?.remove(); more = null; return; }
    more ??= element('p', 'phonepop-pop phonepop-pop-more');
    if (more.textContent !== texts().more(count)) more.textContent = texts().more(count);
    box.append(more);
  }

  return {
    has: id => cards.has(id),
    giveWay,
    attach() {
      alert ??= Object.assign(element('div', 'phonepop-say'), { role: 'alert' });
      alert.setAttribute('aria-atomic', 'false');
      if (!alert.isConnected) document.body.append(alert);
      const place = document.getElementById('phonepop-pops') ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'phonepop-pops', role: 'region', ariaLabel: 'PhonePop' }));
      if (place === box) return;
      if (!document.getElementById('phonepop-styles')) {
        const styles = { id: 'phonepop-styles', rel: 'stylesheet', href: new URL('../css/phonepop-pops.css', import.meta.url).href };
        document.head.append(Object.assign(document.createElement('link'), styles));
      }
      box = place;
      box.append(...cards.values());
    },
    sync(all) {
      const views = all.slice(0, small.matches ? MOST_ON_A_PHONE : MOST);
      for (const [id, old] of cards) if (!views.some(v => v.id === id)) { cards.delete(id); old.remove(); }
      for (const v of views) {
        const shown = cards.get(v.id) ?? card(v.id), [phase, name, line] = shown.children;
        shown.dataset.phase = v.phase;
        if (phase.textContent !== texts()[v.phase]) phase.textContent = texts()[v.phase] ?? '';
        if (name.textContent !== v.title) name.textContent = name.title = v.title;
        if (line.textContent !== v.line) line.textContent = v.line;
        if (!cards.has(v.id)) { cards.set(v.id, shown); box.append(shown); }
      }
      sumUp(all.length - views.length);
      announce(views);
      giveWay();
    },
    /** Says why a pop goes, then lets it fade. */
    farewell(id, text) {
      const old = cards.get(id), note = element('p', 'phonepop-pop phonepop-pop-farewell', text);
      cards.delete(id);
      old.replaceWith(note);
      note.dataset.callId = id;
      say(text);
      setTimeout(() => note.remove(), 6000);
    },
    clear() {
      for (const old of cards.values()) old.remove();
      cards.clear();
    },
  };
}
