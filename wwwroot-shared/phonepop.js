// PhonePop in the browser: calls pop here. One ES module without global state and without a Blazor circuit (circuits die in background tabs, and that is
// where pops matter). One tab per browser and user leads: it holds a Web Lock, keeps the hub connection, shows the notifications and tells the other tabs.
// Where there are no Web Locks (plain http) every tab leads itself and shows in-page pops only.
// Callers' names and numbers are hostile text: they reach the page as text nodes and the notification as plain strings, never as HTML.

const TEXTS = {
  en: {
    withheld: 'Withheld number', from: who => `transferred from ${who}`, about: who => `about ${who}`, open: 'Open card', dismiss: 'Dismiss',
    answeredBy: who => `Answered by ${who}`, more: count => `${count} more ${count === 1 ? 'call' : 'calls'}`,
  },
  ru: {
    withheld: 'Номер скрыт', from: who => `перевод от ${who}`, about: who => `по вопросу: ${who}`, open: 'Открыть карточку', dismiss: 'Скрыть',
    answeredBy: who => `Трубку взяли: ${who}`, more: count => `Ещё звонков: ${count}`,
  },
};
const MOST_NOTIFICATIONS = 5;
const SETTLE_MS = 400;
const MORE_TAG = 'phonepop-more';
const PAUSES = [500, 1000, 2000, 5000, 10000, 30000];

/**
 * Makes the pops of one user in this tab. Nothing happens before start().
 * @param {object} options
 * @param {string} options.user the signed-in user's id: lock, channel and notes carry it
 * @param {string} [options.extension] the user's own extension: only its calls pop, also for a supervisor, who is told of all; '' for none
 * @param {string} [options.pbx] the PBX of that extension
 * @param {string} [options.language] 'en' or 'ru'
 * @param {string} [options.server] where PhonePop is; another site that loads this module names it
 * @param {string} [options.hub] the hub's path on the server
 * @param {string|function():(string|Promise<string>)} [options.token] a short-lived token where there is no cookie
 * @param {string} [options.worker] the service worker's path; used on PhonePop's own site only
 * @returns {{start: function(): Promise<void>, stop: function(): void, enable: function(): Promise<string>, state: object}}
 */
export function createPhonePop({ user, extension, pbx, language = 'en', server = location.origin, hub = '/hubs/calls', token, worker = '/phonepop-sw.js' }) {
  const ownSite = new URL(server).origin === location.origin;
  const name = ownSite ? user : `${user}@${new URL(server).host}`;
  const texts = TEXTS[language] ?? TEXTS.en;
  const calls = new Map(); // id -> { call, at, handed }
  const marks = createMarks(`phonepop-marks-${name}`);
  const pops = createPops(texts, { open: id => open(id, calls.get(id)?.call.url), dismiss });
  const state = { leader: false, connection: 'stopped', permission: permission() };
  const end = new AbortController();
  const link = createLink(new URL(hub, server).href, token, { snapshot, changed, state: connection => publish({ connection }), refused });
  let started = null, channel = null, users = null, resign = () => { }, notices = null, fresh = false, inherits = true;
  const reported = new Set();

  /** Idempotent: a second script, a rendered-again page or a resumed tab must not open a second connection. */
  const start = () => started ??= run();

  async function run() {
    const { signal } = end;
    pops.attach();
    channel = new BroadcastChannel(`phonepop-${name}`);
    channel.onmessage = e => heard(e.data);
    users = new BroadcastChannel('phonepop-users');
    users.onmessage = e => { if (e.data !== name) reload(); };
    users.postMessage(name); // tabs of whoever was signed in before stop, and ask the server again
    document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); }, { signal });
    document.addEventListener('resume', wake, { signal });
    addEventListener('online', wake, { signal });
    addEventListener('scroll', pops.giveWay, { signal, capture: true, passive: true });
    addEventListener('pageshow', e => { if (e.persisted) wake(); }, { signal });
    document.addEventListener('click', clicked, { signal });
    new MutationObserver(dress).observe(document.body, { childList: true, subtree: true });
    navigator.permissions?.query({ name: 'notifications' }).then(status => status.addEventListener('change', permitted, { signal }), () => { });
    publish({ connection: 'connecting' });
    if (ownSite && ['granted', 'default', 'denied'].includes(state.permission)) {
      navigator.serviceWorker.addEventListener('message', e => told(e), { signal });
      navigator.serviceWorker.startMessages();
      try {
        await navigator.serviceWorker.register(worker, { scope: '/' });
        notices = createNotices(await navigator.serviceWorker.ready, user);
      } catch {
        publish({ permission: 'unsupported' }); // the browser or its policy forbids workers: in-page pops remain
      }
    } else if (!ownSite) {
      publish({ permission: 'unsupported' });
    }
    if (signal.aborted) return;
    if (!navigator.locks) return lead();
    channel.postMessage({ type: 'hello' });
    navigator.locks.request(`phonepop-leader-${name}`, { signal }, () => new Promise(done => { resign = done; lead(); })).catch(() => { });
  }

  // A link of the page's own card of a call (open, create, choose) is as good as the pop's button: the operator is on it.
  function clicked({ target }) {
    if (target.closest?.('[data-phonepop-enable]')) enable();
    const id = target.closest?.('a[href]')?.closest('[data-phonepop-call]')?.dataset.phonepopCall;
    if (calls.has(id)) taken(id);
  }

  /** Gives leadership and connection up, for good: make a new one to start again. */
  function stop() {
    end.abort();
    resign();
    link.close();
    channel?.close();
    users?.close();
    pops.clear();
    publish({ leader: false, connection: 'stopped' });
  }

  function reload() {
    stop();
    location.reload();
  }

  // The server no longer knows who we are. Asking for the page again leads to the sign-in; once a minute at most, in case it does not.
  function refused() {
    const last = Number(sessionStorage.getItem('phonepop-refused') ?? 0);
    if (Date.now() - last < 60000) return;
    sessionStorage.setItem('phonepop-refused', String(Date.now()));
    reload();
  }

  async function lead() {
    publish({ leader: true });
    await notices?.adopt();
    if (!end.signal.aborted) link.connect();
  }

  // A tab that slept may have missed the end of a call, and its socket may be dead without knowing.
  function wake() {
    if (end.signal.aborted) return;
    permitted();
    if (state.leader) link.check(); else channel.postMessage({ type: 'hello' });
  }

  function publish(changes) {
    Object.assign(state, changes);
    dress();
    dispatchEvent(new CustomEvent('phonepop:state', { detail: { ...state } }));
  }

  // Blazor replaces the prerendered page by its own: what we put there is put there again.
  function dress() {
    const root = document.documentElement.dataset;
    root.phonepopPermission = state.permission;
    root.phonepopState = !fresh || (state.leader && state.connection !== 'connected') ? state.connection : state.leader ? 'leading' : 'following';
    const bell = document.getElementById('phonepop-bell');
    if (bell && bell.dataset.state !== state.permission) bell.dataset.state = state.permission;
    if (!end.signal.aborted) { pops.attach(); pops.giveWay(); }
  }

  function permitted() {
    const now = ownSite && (notices || !started) ? permission() : state.permission;
    if (now === state.permission) return;
    publish({ permission: now });
    render();
  }

  /** Asks for the permission; call it from a click. */
  async function enable() {
    if (state.permission === 'default') await Notification.requestPermission();
    permitted();
    return state.permission;
  }

  // Calls. Versions only grow, so what is older than what we have is dropped; a snapshot begins anew.
  function snapshot(list, since) {
    const before = new Map(calls);
    calls.clear();
    for (const call of list) keep({ call, at: performance.now(), handed: before.get(call.id)?.handed ?? false });
    // A change that this connection brought while the snapshot was on its way is newer than what the snapshot says.
    for (const entry of before.values()) if (entry.at >= since && (calls.get(entry.call.id)?.call.version ?? 0) < entry.call.version) keep(entry);
    for (const id of before.keys()) if (!calls.has(id)) marks.released(id);
    if (inherits && notices && state.permission === 'granted') {
      // Shown by an earlier leader and no longer there: the user has closed it.
      inherits = false;
      for (const { call } of calls.values()) if (marks.get(call.id) === 'shown' && !notices.has(call.id)) marks.set(call.id, 'opened');
    }
    fresh = true;
    publish({});
    channel.postMessage({ type: 'entries', entries: [...calls.values()] });
    render();
  }

  function changed(call) {
    const before = calls.get(call.id);
    if (before && before.call.version >= call.version) return;
    // The customer whom a colleague asked about is now this operator's: that call begins by talking.
    const given = call.phase === 'talking' && call.direction === 'inbound' && call.transferredFrom != null;
    const entry = { call, at: performance.now(), handed: before ? before.handed && call.phase !== 'ended' : given };
    keep(entry);
    channel.postMessage({ type: 'entry', entry });
    render();
  }

  function keep(entry) {
    const { call } = entry, shown = pops.has(call.id);
    calls.delete(call.id);
    calls.set(call.id, entry);
    if (call.phase !== 'ringing' && !entry.handed) marks.released(call.id);
    if (shown && call.outcome === 'answeredElsewhere' && call.answeredBy) pops.farewell(call.id, texts.answeredBy(plain(call.answeredByName ?? call.answeredBy)));
    // Ended calls stay a while, so that a late older version does not bring them back.
    if (calls.size > 500) for (const [id, old] of calls) if (old.call.phase === 'ended') { calls.delete(id); break; }
  }

  // What other tabs say.
  function heard(message) {
    if (message.type === 'hello') {
      if (state.leader && fresh) channel.postMessage({ type: 'entries', entries: [...calls.values()] });
    } else if (message.type === 'done') {
      marks.set(message.id, message.mark); // storage reaches another process later than this message
      if (message.mark === 'dismissed' && state.leader) link.send('Dismiss', message.id);
      render();
    } else if (!state.leader) {
      if (message.type === 'entries') calls.clear();
      for (const entry of message.entries ?? [message.entry]) {
        if ((calls.get(entry.call.id)?.call.version ?? 0) <= entry.call.version) keep(entry);
      }
      fresh ||= message.type === 'entries';
      dress();
      render();
    }
  }

  // What the service worker says, to every tab.
  function told({ data, ports }) {
    if (data?.user !== user) return;
    ports[0]?.postMessage('taken');
    if (data.type === 'phonepop:open') open(data.callId, data.url);
    else if (data.type === 'phonepop:opened') { marks.set(data.callId, 'opened'); render(); }
    else if (data.type === 'phonepop:closed') {
      marks.set(data.callId, 'dismissed');
      notices?.forget(data.callId);
      if (state.leader) link.send('Dismiss', data.callId);
      render();
    }
  }

  function dismiss(id) {
    marks.set(id, 'dismissed');
    if (state.leader) link.send('Dismiss', id);
    channel.postMessage({ type: 'done', id, mark: 'dismissed' });
    render();
  }

  function taken(id) {
    marks.set(id, 'opened');
    channel.postMessage({ type: 'done', id, mark: 'opened' });
    render();
  }

  function open(id, url = '/') {
    taken(id);
    const target = new URL(url, server), { customer, matches } = calls.get(id)?.call ?? {};
    if (!/^https?:$/.test(target.protocol)) return;
    if (!ownSite) return void window.open(target, 'phonepop-card');
    // In place where a live circuit can do it; a hidden tab's circuit may be dead, so that one loads the page.
    const card = customer && matches === 1 ? new URL(customer.url, server) : null;
    if (card?.href === location.href) return;
    const live = !document.hidden && globalThis.Blazor?.navigateTo && !document.querySelector('#components-reconnect-modal[class*="components-reconnect-"]:not(.components-reconnect-hide)');
    if (live && card?.origin === location.origin) globalThis.Blazor.navigateTo(card.pathname + card.search);
    else location.assign(target);
  }

  function wanted({ call, handed }) {
    const mark = marks.get(call.id), own = extension === undefined || (call.extension === extension && call.pbx === pbx);
    if (!own || call.dismissed || mark === 'dismissed' || mark === 'opened') return false;
    return (call.phase === 'ringing' && call.direction !== 'outbound') || (handed && call.phase !== 'ended');
  }

  function render() {
    if (end.signal.aborted || !fresh) return;
    const list = [...calls.values()].filter(wanted).sort((a, b) => (a.call.startedAt < b.call.startedAt ? -1 : 1));
    const views = list.map(entry => view(entry.call, texts));
    pops.sync(views);
    if (!state.leader) return;
    if (!notices || state.permission !== 'granted') return views.forEach(v => report(v.id));
    const single = views.slice(0, MOST_NOTIFICATIONS), rest = views.length - single.length;
    if (rest > 0) single.push({ id: MORE_TAG, title: texts.more(rest), line: '', icon: '/icons/phone-ringing.png', url: '/', party: '', ringing: true });
    notices.sync(single, texts, id => { marks.set(id, 'shown'); report(id); });
  }

  // Once a call: how long it took from the PBX's bytes to the screen.
  function report(id) {
    const entry = calls.get(id);
    if (!entry || entry.call.ageMs == null || reported.has(id)) return;
    reported.add(id);
    link.send('Shown', id, Math.round(entry.call.ageMs + performance.now() - entry.at));
  }

  return { start, stop, enable, state };
}

function permission() {
  if (!globalThis.isSecureContext) return 'insecure';
  return 'Notification' in globalThis && navigator.serviceWorker ? Notification.permission : 'unsupported';
}

/** One line of harmless text: no control characters, nothing that turns the direction of writing. */
function plain(text) {
  return String(text ?? '').replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim().slice(0, 120);
}

function who(party, texts) {
  if (party.kind === 'anonymous') return texts.withheld;
  const number = plain(party.display ?? party.e164 ?? party.number);
  if (party.kind === 'internal') return party.name ? `${plain(party.name)} (${number})` : number;
  return number || texts.withheld;
}

/** What is said of a call, in the page and in the notification. */
function view(call, texts) {
  const from = call.transferredFrom == null ? '' : texts.from(plain(call.transferredFromName ?? call.transferredFrom));
  const about = call.consultFor ? texts.about(plain(call.consultForCustomer?.name) || who(call.consultFor, texts)) : '';
  return {
    id: call.id, url: call.url, ringing: call.phase === 'ringing',
    title: plain(call.customer?.name) && call.matches < 2 ? plain(call.customer.name) : who(call.party, texts),
    line: [plain(call.customer && call.matches < 2 ? call.customer.company : ''), plain(call.queue ?? call.didDisplay ?? call.did), about, from].filter(Boolean).join(' · '),
    icon: `/icons/phone-${call.phase === 'ringing' ? 'ringing' : 'talking'}.png`, phase: call.phase,
    card: call.customer && call.matches === 1 ? call.customer.url : null,
    party: `${call.party.kind}:${call.party.number}`,
  };
}

/** What was already done about a call, shared by this user's tabs: 'shown', 'opened' or 'dismissed'. */
function createMarks(key) {
  let memory = '{}';
  const read = () => { try { return JSON.parse(localStorage.getItem(key) ?? '{}'); } catch { return JSON.parse(memory); } };
  const write = all => { memory = JSON.stringify(all); try { localStorage.setItem(key, memory); } catch { /* storage is blocked: this tab remembers */ } };
  return {
    get: id => read()[id]?.mark,
    set(id, mark) {
      const all = Object.fromEntries(Object.entries(read()).filter(([, old]) => Date.now() - old.at < 3600000));
      if (mark === 'shown' && all[id]) return;
      write({ ...all, [id]: { mark, at: Date.now() } });
    },
    /** It no longer rings: when it rings again it is news, unless the user wanted none of it. */
    released(id) {
      const { [id]: old, ...rest } = read();
      if (old && old.mark !== 'dismissed') write(rest);
    },
  };
}

/** The notifications of the service worker: shows what is wanted, in place, and closes the rest. */
function createNotices(registration, user) {
  const shown = new Map(); // tag -> the data of what is on the screen
  let next = null, working = false, retry = 0;

  async function show({ id: tag, title, line, icon, url, card, party, ringing }, texts, onShown) {
    const before = shown.get(tag), data = { user, callId: tag, url, card, party, face: JSON.stringify([title, line, icon, card]) };
    if (before?.face === data.face) return;
    shown.set(tag, data);
    await registration.showNotification(title, {
      tag, body: line, icon, data, renotify: before != null && before.party !== party, requireInteraction: ringing,
      actions: [{ action: 'open', title: texts.open }, { action: 'dismiss', title: texts.dismiss }],
    });
    data.at = performance.now();
    if (!before) onShown(tag);
  }

  // Chromium on Linux forgets a notification that is closed before the desktop has given it a number, and then it stays on the screen for ever.
  const settled = tag => performance.now() - (shown.get(tag)?.at ?? -SETTLE_MS) >= SETTLE_MS;

  /** Closes what is not wanted; false when something has to wait: the desktop takes a moment to show and to list a notification. */
  async function sweep(wanted) {
    for (const notification of await registration.getNotifications()) {
      if (notification.data?.user !== user || wanted.has(notification.tag) || !settled(notification.tag)) continue;
      notification.close();
      shown.delete(notification.tag);
    }
    const late = [...shown].filter(([tag]) => !wanted.has(tag));
    for (const [tag, data] of late) if ((data.missed = (data.missed ?? 0) + 1) > 20) shown.delete(tag);
    return late.length === 0;
  }

  async function sync(views, texts, onShown) {
    next = views;
    if (working) return;
    working = true;
    clearTimeout(retry);
    while (next) {
      const now = next;
      next = null;
      try {
        for (const v of now) if (!next) await show(v, texts, onShown);
        if (!next && !await sweep(new Set(now.map(v => v.id))) && !next) retry = setTimeout(() => sync(now, texts, onShown), 200);
      } catch {
        shown.clear(); // the permission was taken away in the middle
      }
    }
    working = false;
  }

  return {
    sync,
    has: tag => shown.has(tag),
    forget: tag => shown.delete(tag),
    async adopt() {
      for (const { tag, data } of await registration.getNotifications()) if (data?.user === user) shown.set(tag, data);
    },
  };
}

/** The pops inside the page, in #phonepop-pops. */
function createPops(texts, { open, dismiss }) {
  const cards = new Map(); // call id -> element
  let box = null;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text ?? '';
    return made;
  }

  function card(id) {
    const made = element('section', 'phonepop-pop'), buttons = element('div', 'phonepop-pop-buttons');
    for (const [action, text, act] of [['open', texts.open, open], ['dismiss', texts.dismiss, dismiss]]) {
      const button = element('button', `phonepop-pop-${action}`, text);
      button.type = 'button';
      button.addEventListener('click', () => act(id));
      buttons.append(button);
    }
    made.dataset.callId = id;
    made.append(element('strong', 'phonepop-pop-who'), element('span', 'phonepop-pop-line'), buttons);
    return made;
  }

  // A call that the page itself shows large needs no second card over it: the pop is then for screen readers only. Scrolled away or not yet drawn, it pops.
  function giveWay() {
    for (const [id, shown] of cards) {
      const at = document.querySelector(`[data-phonepop-call="${CSS.escape(id)}"]`)?.getBoundingClientRect();
      const aside = at != null && at.height > 0 && at.bottom > 0 && at.top < innerHeight;
      if (shown.classList.contains('phonepop-pop-aside') !== aside) shown.classList.toggle('phonepop-pop-aside', aside);
    }
  }

  return {
    has: id => cards.has(id),
    giveWay,
    attach() {
      const place = document.getElementById('phonepop-pops') ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'phonepop-pops' }));
      if (place === box) return;
      if (!document.getElementById('phonepop-styles')) {
        const styles = { id: 'phonepop-styles', rel: 'stylesheet', href: new URL('css/phonepop-pops.css', import.meta.url).href };
        document.head.append(Object.assign(document.createElement('link'), styles));
      }
      box = place;
      box.setAttribute('role', 'alert');
      box.setAttribute('aria-atomic', 'false');
      box.append(...cards.values());
    },
    sync(views) {
      for (const [id, old] of cards) if (!views.some(v => v.id === id)) { cards.delete(id); old.remove(); }
      for (const v of views) {
        const shown = cards.get(v.id) ?? card(v.id), [name, line] = shown.children;
        shown.dataset.phase = v.phase;
        if (name.textContent !== v.title) name.textContent = name.title = v.title;
        if (line.textContent !== v.line) line.textContent = v.line;
        if (!cards.has(v.id)) { cards.set(v.id, shown); box.append(shown); }
      }
      giveWay();
    },
    /** Says why a pop goes, then lets it fade. */
    farewell(id, text) {
      const old = cards.get(id), note = element('p', 'phonepop-pop phonepop-pop-farewell', text);
      cards.delete(id);
      old.replaceWith(note);
      note.dataset.callId = id;
      setTimeout(() => note.remove(), 6000);
    },
    clear() {
      for (const old of cards.values()) old.remove();
      cards.clear();
    },
  };
}

/** The hub connection. SignalR's own reconnecting covers neither the first attempt nor a wake-up that should try at once, so one loop does all of it. */
function createLink(url, token, { snapshot, changed, state, refused }) {
  let hub = null, timer = 0, attempt = 0, connecting = false, closed = false;

  async function connect() {
    clearTimeout(timer);
    if (closed || connecting || hub) return;
    connecting = true;
    try {
      if (!globalThis.signalR) await import(new URL('lib/signalr.min.js', import.meta.url));
      const { HubConnectionBuilder, LogLevel } = globalThis.signalR;
      const next = new HubConnectionBuilder().configureLogging(LogLevel.None)
        .withUrl(url, token ? { accessTokenFactory: () => (typeof token === 'function' ? token() : token), withCredentials: false } : {}).build();
      // The snapshot may arrive together with the handshake; what it makes us send has to wait for the connection.
      let ready;
      const opened = new Promise(done => { ready = done; });
      let asked = performance.now();
      next.on('Snapshot', list => opened.then(() => { snapshot(list, asked); asked = performance.now(); }));
      next.on('CallChanged', call => opened.then(() => changed(call)));
      next.onclose(() => { if (hub === next) { hub = null; again(); } });
      await next.start();
      if (closed) return void next.stop();
      hub = next;
      attempt = 0;
      state('connected');
      ready();
    } catch (error) {
      if (/Status code '40[13]'/.test(error?.message)) refused();
      again();
    } finally {
      connecting = false;
    }
  }

  function again() {
    if (closed) return;
    state('reconnecting');
    timer = setTimeout(connect, PAUSES[Math.min(attempt++, PAUSES.length - 1)] * (0.75 + Math.random() / 2));
  }

  return {
    connect,
    send: (...args) => { hub?.send(...args).catch(() => { }); },
    /** Asks for a snapshot; a connection that does not answer is replaced. */
    async check() {
      attempt = 0;
      const asked = hub;
      if (!asked) return connect();
      try {
        await Promise.race([asked.invoke('Resync'), new Promise((_, no) => { setTimeout(no, 3000); })]);
      } catch {
        if (hub !== asked) return;
        hub = null;
        asked.stop();
        connect();
      }
    },
    close() {
      closed = true;
      clearTimeout(timer);
      hub?.stop();
      hub = null;
    },
  };
}
