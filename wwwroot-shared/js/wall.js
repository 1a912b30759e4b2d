// The wallboard on a television: full screen by a button, and the screen stays on while the board is seen.
let lock = null;
const board = () => document.querySelector('.pp-wall');
const stayOn = async () => {
  if (!board() || document.visibilityState !== 'visible' || (lock && !lock.released)) return;
  try { lock = await navigator.wakeLock?.request('screen'); } catch { /* the system saves power: the board still shows */ }
};

document.addEventListener('visibilitychange', stayOn);
document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-wall-fullscreen]')) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => { });
  stayOn();
});
stayOn();

// A circuit makes no requests, and the sign-in is kept as long as requests come: one now and then keeps a board signed in that nobody touches.
setInterval(() => { if (board()) fetch('/api/v1/me/settings', { cache: 'no-store' }).catch(() => { }); }, 6 * 60 * 60 * 1000);
