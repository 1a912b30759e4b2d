// PhonePop's service worker: it is clicked. Notifications are shown through it by the leading tab (phonepop.js).
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('notificationclick', event => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(action === 'dismiss' ? tellAll('phonepop:closed', notification.data) : open(notification.data ?? {}));
});

// Closed by the user: notifications that phonepop.js closes do not come here.
self.addEventListener('notificationclose', event => event.waitUntil(tellAll('phonepop:closed', event.notification.data)));

const tabs = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function tellAll(type, data) {
  const all = await tabs();
  // No page is left to tell the server: so that it does not come back with the next one, nor stay in another browser.
  if (all.length === 0 && data?.callId) await fetch(`/api/v1/calls/${encodeURIComponent(data.callId)}/dismiss`, { method: 'POST' }).catch(() => { });
  for (const tab of all) tab.postMessage({ type, user: data?.user, callId: data?.callId });
}

// A tab that already shows the card, else the PhonePop tab that was used last, else a new one.
async function open({ user, callId, url = '/', card }) {
  const target = new URL(url, self.location.origin).href;
  const all = await tabs();
  const tab = (card && all.find(t => t.url === new URL(card, self.location.origin).href)) || all[0];
  if (!tab) return self.clients.openWindow(target);
  for (const other of all) if (other !== tab) other.postMessage({ type: 'phonepop:opened', user, callId });

  // First the message, then the focus: focus() can stay pending (a minimised window, no window manager).
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise(done => { port1.onmessage = () => done(true); });
  tab.postMessage({ type: 'phonepop:open', user, callId, url: target }, [port2]);
  tab.focus().catch(() => { });
  // A page of ours without phonepop.js (signed out, the API's description) does not answer: lead it there.
  const taken = await Promise.race([answer, new Promise(done => { setTimeout(done, 2000, false); })]);
  if (!taken) await tab.navigate(target).catch(() => { });
}
