// PhonePop in the browser: calls pop here. An ES module without global state and without a Blazor circuit (circuits die in background tabs, and that is
// where pops matter). One tab per browser and user leads: it holds a Web Lock, keeps the hub connection, shows the notifications and tells the other tabs.
// Where there are no Web Locks (plain http) every tab leads itself and shows in-page pops only.
// A call climbs a ladder: the pop inside the page, the notification, the tab's title and icon with the sound. Each step that has happened is acknowledged.
// (Web Push is to be the next step, for those who have no page open: it would be asked for by the server when nobody acknowledges.)
import { createLink } from './phonepop/link.js';
import { createMarks } from './phonepop/marks.js';
import { createNotices } from './phonepop/notices.js';
import { createPops } from './phonepop/pops.js';
import { DEFAULTS, isQuiet, pops as popsBy } from './phonepop/settings.js';
import { createSigns } from './phonepop/signs.js';
import { createSound } from './phonepop/sound.js';
import { textsOf } from './phonepop/texts.js';
import { plain, view } from './phonepop/view.js';

const MOST_NOTIFICATIONS = 5;
const MORE_TAG = 'phonepop-more';
const STALE_MS = 60000; // longer without a connection, and what rang then is not believed to ring still
const OFFER_MS = 150, LATE_OFFER_MS = 1000;
const TEST_MS = 15000;
const LOOK_MS = 5000, SLEPT_MS = 90000; // hidden tabs are let look once a minute
const LATER_MS = 300; // a notification is on the screen by then

/**
 * Makes the pops of one user in this tab. Nothing happens before start().
 * @param {object} options
 * @param {string} options.user the signed-in user's id: lock, channel and notes carry it
 * @param {string} [options.extension] the user's own extension: only its calls pop, also for a supervisor, who is told of all; '' for none
 * @param {string} [options.pbx] the PBX of that extension
 * @param {string} [options.language] 'en' or 'ru', where the user's own settings do not say
 * @param {string} [options.server] where PhonePop is; another site that loads this module names it
 * @param {string} [options.hub] the hub's path on the server
 * @param {string|function():(string|Promise<string>)} [options.token] a short-lived token where there is no cookie
 * @param {string} [options.worker] the service worker's path; used on PhonePop's own site only
 * @returns {{start: function(): Promise<void>, stop: function(): void, enable: function(): Promise<string>, state: object}}
 */
export function createPhonePop({ user, extension, pbx, language = 'en', server = location.origin, hub = '/hubs/calls', token, worker = '/phonepop-sw.js' }) {
  const ownSite = new URL(server).origin === location.origin;
  const name = ownSite ? user : `${user}@${new URL(server).host}`;
  let texts = textsOf(language), settings = DEFAULTS;
  const calls = new Map(); // id -> { call, at, handed }
  const marks = createMarks(`phonepop-marks-${name}`);
  const pops = createPops(() => texts, { open: id => open(id, calls.get(id)?.call.url), dismiss });
  const state = { leader: false, connection: 'stopped', permission: permission() };
  const end = new AbortController(), tab = Math.random().toString(36).slice(2);
  const link = createLink(new URL(hub, server).href, token, { settings: told => set(told), snapshot, changed, opened, tested, state: connected, refused });
  const signs = ownSite ? createSigns() : null, sound = createSound();
  let started = null, channel = null, users = null, resign = () => { }, notices = null, fresh = false, listed = false, adopted = false, inherited = false, stale = 0, reached = null, latest = [], drawing = 0;
  const acknowledged = new Set(), sounded = new Set(), offers = new Map();

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
    watch();
    for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => { if (settings.sound) sound.unlock(); }, { signal, passive: true });
    new MutationObserver(dress).observe(document.body, { childList: true, subtree: true });
    navigator.permissions?.query({ name: 'notifications' }).then(status => { status.addEventListener('change', permitted, { signal }); permitted(); }, () => { });
    publish({ connection: 'connecting' });
    if (ownSite && ['granted', 'default', 'denied'].includes(state.permission)) {
      navigator.serviceWorker.addEventListener('message', e => told(e), { signal });
      navigator.serviceWorker.startMessages();
      // Neither is waited for: a registration stands behind the browser's own look for a newer worker, which may take as long as it likes, and a call rings
      // now. A worker that is there already is ready at once.
      navigator.serviceWorker.register(worker, { scope: '/' }).catch(() => { if (!notices) publish({ permission: 'unsupported' }); }); // forbidden: in-page pops remain
      navigator.serviceWorker.ready.then(ready);
    } else if (!ownSite) {
      publish({ permission: 'unsupported' });
    }
    if (!navigator.locks) return lead();
    channel.postMessage({ type: 'hello' });
    navigator.locks.request(`phonepop-leader-${name}`, { signal }, () => new Promise(done => { resign = done; lead(); })).catch(() => { });
  }

  // A link of the page's own card of a call (open, create, choose) is as good as the pop's button: the operator is on it.
  function clicked({ target }) {
    if (target.closest?.('[data-phonepop-enable]')) enable();
    const test = target.closest?.('[data-phonepop-test-sound]');
    if (test) sound.play(Number(test.dataset.phonepopTestSound || settings.volume));
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
    clearTimeout(stale);
    clearTimeout(drawing);
    pops.clear();
    signs?.clear();
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

  function lead() {
    publish({ leader: true });
    link.connect();
    if (notices) adopt();
  }

  function ready(registration) {
    if (end.signal.aborted) return;
    notices = createNotices(registration, user);
    permitted();
    if (state.leader) adopt();
  }

  // What an earlier leader has on the screen is ours now; nothing is shown before we know of it.
  async function adopt() {
    await notices.adopt();
    adopted = true;
    inherit();
    render();
  }

  // Shown by an earlier leader and no longer there: the user has closed it.
  function inherit() {
    if (inherited || !adopted || !listed || state.permission !== 'granted') return;
    inherited = true;
    for (const { call } of calls.values()) if (marks.get(call.id) === 'shown' && !notices.has(call.id)) marks.set(call.id, 'opened');
  }

  // A tab that slept may have missed the end of a call, and its socket may be dead without knowing.
  function wake() {
    if (end.signal.aborted) return;
    permitted();
    if (state.leader) link.check(); else channel.postMessage({ type: 'hello' });
  }

  // A computer that slept is told by nobody: its sockets are dead without knowing, and most timers did not count the time. The clock on the wall did.
  function watch() {
    let looked = Date.now();
    const looking = setInterval(() => {
      const now = Date.now(), slept = now - looked > SLEPT_MS;
      looked = now;
      if (slept) wake();
    }, LOOK_MS);
    end.signal.addEventListener('abort', () => clearInterval(looking));
  }

  // Nothing rings on after its call has ended: without a connection nobody tells of the end, so after a while no ring is believed.
  function connected(connection) {
    publish({ connection });
    if (connection === 'connected') { clearTimeout(stale); stale = 0; return; }
    stale ||= setTimeout(() => { doubt(); channel.postMessage({ type: 'stale' }); }, STALE_MS);
  }

  function doubt() {
    for (const entry of calls.values()) entry.doubted = true;
    render();
  }

  // The user's own settings: the hub says them before the first snapshot and whenever they change, in whichever browser.
  function set(own) {
    const before = settings;
    settings = { ...DEFAULTS, ...own };
    texts = textsOf(own.language ?? language);
    if (state.leader) channel.postMessage({ type: 'settings', settings: own });
    reach();
    if (before.language !== settings.language) pops.clear(); // to be drawn again in the other language
    dispatchEvent(new CustomEvent('phonepop:settings', { detail: { settings, before: before === DEFAULTS ? null : before } }));
    render();
  }

  function publish(changes) {
    Object.assign(state, changes);
    reach();
    dress();
    dispatchEvent(new CustomEvent('phonepop:state', { detail: { ...state } }));
  }

  // The server is told how this browser stands to notifications: an operator who cannot be popped is found before a customer is.
  function reach() {
    if (state.connection !== 'connected') { reached = null; return; }
    const now = settings.pop === 'never' ? 'off' : state.permission;
    if (!state.leader || now === reached) return;
    reached = now;
    link.send('Reach', now);
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
    for (const entry of before.values()) if (entry.call.test || entry.at >= since && (calls.get(entry.call.id)?.call.version ?? 0) < entry.call.version) keep(entry);
    marks.releasedBut(id => id === MORE_TAG || calls.has(id));
    for (const { call } of calls.values()) if (marks.get(call.id) === 'dismissed' && !call.dismissed && isOwn(call)) link.send('Dismiss', call.id); // said while offline
    fresh = listed = true;
    inherit();
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
    const answered = call.phase === 'talking' && call.direction === 'inbound' && (before ? before.call.phase === 'ringing' : given);
    if (answered && settings.openCard && call.party.kind === 'external' && isOwn(call)) openByItself(call.id);
  }

  // A supervisor looks whether pops arrive here: the test climbs the same ladder as a call, and goes by itself.
  function tested(id) {
    const call = { id, test: true, version: 1, phase: 'ringing', direction: 'inbound', party: { kind: 'test', number: '' }, matches: 0, url: '/', ageMs: 0, pbx, extension, startedAt: new Date().toISOString() };
    changed(call);
    setTimeout(() => changed({ ...call, version: 2, phase: 'ended' }), TEST_MS);
  }

  function keep(entry) {
    const { call } = entry, shown = pops.has(call.id);
    calls.delete(call.id);
    calls.set(call.id, entry);
    if (call.phase !== 'ringing' && !entry.handed && !popsBy(settings, call, entry.handed)) marks.released(call.id);
    if (shown && call.outcome === 'answeredElsewhere' && call.answeredBy) pops.farewell(call.id, texts.answeredBy(plain(call.answeredByName ?? call.answeredBy)));
    // Ended calls stay a while, so that a late older version does not bring them back.
    if (calls.size > 500) for (const [id, old] of calls) if (old.call.phase === 'ended') { calls.delete(id); break; }
  }

  // What other tabs say.
  function heard(message) {
    if (message.type === 'hello') {
      if (!state.leader || !fresh) return;
      if (settings !== DEFAULTS) channel.postMessage({ type: 'settings', settings });
      channel.postMessage({ type: 'entries', entries: [...calls.values()] });
    } else if (message.type === 'done') {
      marks.set(message.id, message.mark); // storage reaches another process later than this message
      if (message.by !== 'hub') tell(message.id, message.mark);
      render();
    } else if (message.type === 'drawn') {
      acknowledge(message.id, 'page');
    } else if (message.type === 'who-opens') {
      channel.postMessage({ type: 'i-could', id: message.id, tab, fit: fitness() });
    } else if (message.type === 'i-could') {
      offers.get(message.id)?.push(message);
      decideWhoOpens(message.id, 2);
    } else if (message.type === 'you-open') {
      if (message.tab === tab) open(message.id, calls.get(message.id)?.call.url);
    } else if (message.type === 'settings') {
      if (!state.leader) set(message.settings);
    } else if (message.type === 'stale') {
      doubt();
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
      tell(data.callId, 'dismissed');
      render();
    }
  }

  // What the user has done about a call the server knows, and through it their other browsers.
  function tell(id, mark) {
    if (state.leader && id !== MORE_TAG && !calls.get(id)?.call.test) link.send(mark === 'dismissed' ? 'Dismiss' : 'Opened', id);
  }

  function done(id, mark, by) {
    marks.set(id, mark);
    if (by !== 'hub') tell(id, mark);
    channel.postMessage({ type: 'done', id, mark, by });
    render();
  }

  function dismiss(id) {
    done(id, 'dismissed');
  }

  function taken(id) {
    done(id, 'opened');
  }

  // In another browser of the same user.
  function opened(id) {
    if (calls.has(id)) done(id, 'opened', 'hub');
  }

  // The call was answered, and the user wants to see the card then. It opens in one tab: where somebody looks, and never over a field with text in it.
  function openByItself(id) {
    offers.set(id, [{ tab, fit: fitness() }]);
    channel.postMessage({ type: 'who-opens', id });
    decideWhoOpens(id, 2);
    setTimeout(() => decideWhoOpens(id, 1), OFFER_MS);
    setTimeout(() => { // a busy machine answers late, and a tab that is seen is better than a hidden one
      decideWhoOpens(id, 0);
      offers.delete(id);
    }, LATE_OFFER_MS);
  }

  function decideWhoOpens(id, fitEnough) {
    const best = offers.get(id)?.sort((a, b) => b.fit - a.fit || (a.tab < b.tab ? -1 : 1))[0];
    if (!best || best.fit < fitEnough) return;
    offers.delete(id);
    if (!calls.has(id)) return;
    if (best.tab === tab) open(id, calls.get(id).call.url); else channel.postMessage({ type: 'you-open', id, tab: best.tab });
  }

  function fitness() {
    const field = document.activeElement;
    if (field?.matches('input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=submit]), textarea, [contenteditable]') && (field.value ?? field.textContent)) return -1;
    return document.hidden ? 0 : document.hasFocus() ? 2 : 1;
  }

  function open(id, url = '/') {
    taken(id);
    if (calls.get(id)?.call.test) return;
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

  const isOwn = call => extension === undefined || (call.extension === extension && call.pbx === pbx);

  function wanted({ call, handed, doubted }) {
    const mark = marks.get(call.id);
    if (!isOwn(call) || call.dismissed || mark === 'dismissed' || mark === 'opened' || (doubted && call.phase === 'ringing')) return false;
    return popsBy(settings, call, handed);
  }

  function render() {
    if (end.signal.aborted || !fresh) return;
    const list = [...calls.values()].filter(wanted).sort((a, b) => (a.call.startedAt < b.call.startedAt ? -1 : 1));
    const views = list.map(entry => view(entry.call, texts));
    latest = views;
    if (state.leader) notify(views); // first: it has the longest way to the screen
    if (!document.hidden) {
      pops.sync(views);
      for (const { id } of views) if (state.leader) acknowledge(id, 'page'); else drawn(id);
    }
    if (state.leader) ring(views);
    if (views.length === 0) drawLater(); else drawing ||= setTimeout(drawLater, LATER_MS);
  }

  // Title and icon of every tab, and a page that nobody looks at: the browser has the notification to show first.
  function drawLater() {
    clearTimeout(drawing);
    drawing = 0;
    pops.sync(latest);
    sign(latest);
  }

  function notify(views) {
    const granted = state.permission === 'granted', silent = !granted || isQuiet(settings);
    if (silent) views.forEach(v => report(v.id));
    if (!granted || !adopted) return;
    const single = silent ? [] : views.slice(0, MOST_NOTIFICATIONS), rest = silent ? 0 : views.length - single.length;
    if (rest === 0) marks.forget(MORE_TAG);
    if (rest > 0 && marks.get(MORE_TAG) === undefined) single.push({ id: MORE_TAG, title: texts.more(rest), line: '', icon: '/icons/phone-ringing.png', url: '/', party: '', ringing: true });
    notices.sync(single, texts, id => { if (id !== MORE_TAG) marks.set(id, 'shown'); report(id); acknowledge(id, 'notification'); });
  }

  // The tab's title says who rings, its icon shows the state.
  function sign(views) {
    if (!signs) return;
    if (views.length === 0) return signs.clear();
    const first = views.find(v => v.ringing) ?? views[0];
    signs.show(first.ringing ? texts.rings(first.title) : '', first.icon);
    if (first.ringing && state.leader) acknowledge(first.id, 'title');
  }

  // Once a ring, by the leading tab; what an earlier leader has shown has had its sound.
  function ring(views) {
    const ringing = views.filter(v => v.ringing);
    for (const id of sounded) if (!ringing.some(v => v.id === id)) sounded.delete(id);
    const news = ringing.filter(v => !sounded.has(v.id));
    for (const { id } of news) sounded.add(id);
    const first = news.find(v => marks.get(v.id) !== 'shown');
    if (first && settings.sound && !isQuiet(settings)) sound.play(settings.volume, () => sounded.has(first.id)).then(heard => { if (heard) acknowledge(first.id, 'sound'); });
  }

  function drawn(id) {
    if (once(id, 'drawn')) channel.postMessage({ type: 'drawn', id });
  }

  // Once a call: how long it took from the PBX's bytes to the screen.
  function report(id) {
    const ms = delay(id);
    if (ms !== null && !calls.get(id).call.test && once(id, 'shown')) link.send('Shown', id, ms);
  }

  /** Once a call and step of the ladder. */
  function acknowledge(id, step) {
    const ms = state.leader ? delay(id) : null;
    if (ms !== null && once(id, step)) link.send(calls.get(id).call.test ? 'TestShown' : 'ShownBy', id, step, ms);
  }

  function delay(id) {
    const entry = calls.get(id);
    return entry?.call.ageMs == null ? null : Math.round(entry.call.ageMs + performance.now() - entry.at);
  }

  function once(id, what) {
    const key = `${what} ${id}`;
    return !acknowledged.has(key) && acknowledged.add(key) !== null;
  }

  return { start, stop, enable, state };
}

function permission() {
  if (!globalThis.isSecureContext) return 'insecure';
  return 'Notification' in globalThis && navigator.serviceWorker ? Notification.permission : 'unsupported';
}
