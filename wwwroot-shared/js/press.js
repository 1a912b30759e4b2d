// A press is not lost. Pages live: a call that comes or goes between pressing and releasing moves a button away under the pointer, and then browsers click nothing.
// What was pressed is meant, as long as the pointer has not left its place.
const STEADY = 6; // pixels: more is somebody who thought better of it
let pressed = null;

document.addEventListener('pointerdown', ({ target, isPrimary, button, clientX: x, clientY: y }) => {
  pressed = isPrimary && button === 0 ? { on: target.closest?.('button, summary, a[href]'), x, y } : null;
}, true);
document.addEventListener('pointercancel', () => { pressed = null; }, true);
document.addEventListener('pointerup', ({ target, clientX, clientY }) => {
  const { on, x, y } = pressed ?? {};
  pressed = null;
  // On itself the browser clicks by itself; elsewhere it does not.
  if (!on?.isConnected || on.contains(target) || Math.hypot(clientX - x, clientY - y) > STEADY) return;
  on.click();
}, true);

// Until the circuit is up, buttons are pictures of themselves, and a click on one does nothing. Those that say what they are for wait: what was clicked last is clicked when it lives,
// if it is still there. After a while nobody would expect it any more.
const WAITS = 10_000;
let waiting = null;

document.addEventListener('click', ({ target }) => {
  const on = target.closest?.('[data-interactive="0"] [data-press-waits]');
  if (!on) return;
  waiting?.stop();
  waiting = wait(on.dataset.pressWaits);
  on.setAttribute('aria-busy', 'true');
}, true);

function wait(what) {
  const observer = new MutationObserver(() => {
    const alive = document.querySelector(`[data-interactive="1"] [data-press-waits="${CSS.escape(what)}"]`);
    if (!alive) return;
    stop();
    alive.click();
  });
  const timer = setTimeout(stop, WAITS);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-interactive'] });
  return { stop };

  function stop() {
    clearTimeout(timer);
    observer.disconnect();
  }
}
