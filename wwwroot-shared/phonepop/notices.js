import { ICONS } from './view.js';

const SETTLE_MS = 400;

/** The notifications of the service worker: shows what is wanted, in place, and closes the rest. */
export function createNotices(registration, user) {
  const shown = new Map(); // tag -> the data of what is on the screen
  const inlined = new Map(); // icon -> an address that holds it
  let next = null, working = false, retry = 0;

  // Fetched while a phone rings, the icon would be what its notification waits for longest. (Its size counts, too: 96 pixels are enough for a desktop's twice 48.)
  async function inline(icon) {
    try {
      const picture = await (await fetch(icon)).blob(), reader = new FileReader();
      reader.onload = () => inlined.set(icon, reader.result);
      if (picture.type.startsWith('image/')) reader.readAsDataURL(picture);
    } catch { /* then it is fetched when it is needed */ }
  }

  /** False when it has to wait. */
  async function show({ id: tag, title, line, icon, url, card, party, ringing }, texts, onShown) {
    const before = shown.get(tag), data = { user, callId: tag, url, card, party, face: JSON.stringify([title, line, icon, card, texts.open]) };
    if (before?.face === data.face) return true;
    if (before && !settled(tag)) return false;
    shown.set(tag, data);
    await registration.showNotification(title, {
      tag, body: line, icon: inlined.get(icon) ?? icon, data, renotify: before != null && before.party !== party, requireInteraction: ringing,
      actions: [{ action: 'open', title: texts.open }, { action: 'dismiss', title: texts.dismiss }],
    });
    data.at = performance.now();
    if (!before) onShown(tag);
    return true;
  }

  // Chromium on Linux forgets a notification that is closed or replaced before the desktop has given it a number, and then it stays on the screen for ever.
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
        let late = false;
        for (const v of now) if (!next && !await show(v, texts, onShown)) late = true;
        if (!next && !await sweep(new Set(now.map(v => v.id)))) late = true;
        if (!next && late) retry = setTimeout(() => sync(now, texts, onShown), 200);
      } catch {
        shown.clear(); // the permission was taken away in the middle
      }
    }
    working = false;
  }

  ICONS.forEach(inline);
  return {
    sync,
    has: tag => shown.has(tag),
    forget: tag => shown.delete(tag),
    async adopt() {
      for (const { tag, data } of await registration.getNotifications()) if (data?.user === user) shown.set(tag, data);
    },
  };
}
