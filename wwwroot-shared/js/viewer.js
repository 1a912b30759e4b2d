// What a page needs from the browser before and beside its circuit: theme, time zone, running timers, copying, reloading.
// A classic script in the head, without dependencies. Pops are not here: see phonepop.js.
(() => {
  'use strict';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = name => document.cookie.split('; ').find(c => c.startsWith(name + '='))?.slice(name.length + 1);
  const write = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`; };
  const serverAhead = Number(root.dataset.now) - Date.now();

  // The server drew this page for a zone and a scheme. When it did not know better, tell it and ask again, once.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
  const scheme = () => (dark.matches ? 'dark' : 'light');
  const known = { zone: read('phonepop-zone'), scheme: read('phonepop-scheme') };
  if (known.zone !== encodeURIComponent(zone)) write('phonepop-zone', zone);
  if (known.scheme !== scheme()) write('phonepop-scheme', scheme());
  const drawnWrong = root.dataset.theme === 'system' && (root.dataset.dark === '1') !== dark.matches;
  const cookiesWork = read('phonepop-scheme') === scheme();
  if (cookiesWork && (drawnWrong || known.zone === undefined) && performance.getEntriesByType('navigation')[0]?.type !== 'reload') {
    location.reload();
    return;
  }
  dark.addEventListener('change', () => write('phonepop-scheme', scheme()));

  // Known before the pops' own script is here, so that the page does not jump when it comes.
  root.dataset.phonepopPermission = !isSecureContext ? 'insecure' : 'Notification' in window && navigator.serviceWorker ? Notification.permission : 'unsupported';

  // Timers: one for the page, on the second. Only the text node changes, which stays Blazor's own.
  const two = n => String(n).padStart(2, '0');
  const length = ms => {
    const s = Math.max(0, Math.floor(ms / 1000)), m = Math.floor(s / 60) % 60;
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  };
  const tick = () => {
    const now = Date.now() + serverAhead;
    for (const e of document.querySelectorAll('time[data-since], time[data-until]')) {
      const text = length(e.dataset.until ? Number(e.dataset.until) - now : now - Number(e.dataset.since));
      if (e.firstChild && e.firstChild.nodeValue !== text) e.firstChild.nodeValue = text;
    }
    setTimeout(tick, 1000 - (now % 1000) + 5);
  };
  tick();

  // Kept with the user too, so that their next browser looks the same. Waited for a moment: the page that comes is told what is kept.
  const remember = async choice => {
    if (root.dataset.user) {
      const kept = fetch('/api/v1/me/settings', { method: 'PUT', keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify(choice) }).catch(() => { });
      await Promise.race([kept, new Promise(done => { setTimeout(done, 1500); })]);
    }
    location.reload();
  };

  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-copy],[data-set-theme],[data-set-language],[data-fill-user]');
    if (!button) return;
    const data = button.dataset;
    if (data.copy !== undefined) {
      const said = button.querySelector('[data-copied]');
      navigator.clipboard?.writeText(data.copy).then(() => {
        said.textContent = said.dataset.copied;
        setTimeout(() => { said.textContent = ''; }, 1500);
      }, () => { });
    } else if (data.setTheme) {
      write('phonepop-theme', data.setTheme);
      remember({ theme: data.setTheme });
    } else if (data.setLanguage) {
      write('.AspNetCore.Culture', `c=${data.setLanguage}|uic=${data.setLanguage}`);
      remember({ language: data.setLanguage });
    } else {
      const form = document.querySelector('[data-testid="sign-in-form"]');
      form.elements.userName.value = data.fillUser;
      form.elements.password.value = data.fillPassword;
      form.querySelector('[type=submit]').focus();
    }
  });

  // The user's own settings, from the hub (phonepop.js): what was chosen in another browser is taken over here. Pages are drawn by the server, so they are
  // asked for again; not over a field that somebody types in, and not again and again where cookies do not stay.
  const typing = () => document.activeElement?.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea') && document.activeElement.value !== '';
  const redraw = () => (typing() ? document.addEventListener('focusout', () => setTimeout(redraw), { once: true }) : location.reload());
  addEventListener('phonepop:settings', ({ detail: { settings, before } }) => {
    if (settings.shortcuts !== undefined) root.dataset.shortcuts = settings.shortcuts ? '1' : '0';
    const news = name => (before ? settings[name] !== before[name] : settings.chosen?.includes(name));
    const look = { theme: news('theme') ? settings.theme : root.dataset.theme, lang: news('language') ? settings.language : root.dataset.lang };
    if (look.theme === root.dataset.theme && look.lang === root.dataset.lang) return;
    write('phonepop-theme', look.theme);
    if (look.lang) write('.AspNetCore.Culture', `c=${look.lang}|uic=${look.lang}`);
    else document.cookie = '.AspNetCore.Culture=; path=/; max-age=0';
    if (Date.now() - Number(sessionStorage.getItem('phonepop-redrawn') ?? 0) < 5000) return;
    sessionStorage.setItem('phonepop-redrawn', String(Date.now()));
    redraw();
  });

  // A circuit that is gone never comes back: reload when the server answers and somebody looks (pops need no circuit, so a hidden tab goes on without).
  // A server that starts anew loses all its pages at the same moment: they ask for themselves over some seconds, not in the same one.
  const APART_MS = 5000, LOOK_MS = 2000;
  const wait = ms => new Promise(done => { setTimeout(done, ms); });
  const seen = () => new Promise(done => {
    const look = () => { if (!document.hidden) { document.removeEventListener('visibilitychange', look); done(); } };
    document.addEventListener('visibilitychange', look);
    look();
  });

  let reloading = false;
  const reload = async () => {
    if (reloading) return;
    reloading = true;
    for (; ;) {
      await wait(Math.random() * APART_MS);
      await seen();
      try {
        if ((await fetch('/health/live', { cache: 'no-store' })).ok) { location.reload(); return; }
      } catch { /* still away */ }
    }
  };

  // Blazor asks ever more rarely, up to twice a minute. While the notice stands we look every other second, and ask for our circuit as soon as the server answers.
  let looking = 0;
  const look = async () => {
    try {
      if (!document.hidden && (await fetch('/health/live', { cache: 'no-store' })).ok && looking && !(await globalThis.Blazor.reconnect())) reload();
    } catch { /* still away */ }
  };

  // Caught on its way down: Blazor replaces the prerendered element, and a listener on that one would be gone with it.
  document.addEventListener('components-reconnect-state-changed', e => {
    const { state } = e.detail;
    if (state === 'show') looking ||= setInterval(look, LOOK_MS * (0.5 + Math.random()));
    if (state === 'hide' || state === 'rejected') { clearInterval(looking); looking = 0; }
    if (state === 'failed' || state === 'rejected') reload();
  }, true);
})();
