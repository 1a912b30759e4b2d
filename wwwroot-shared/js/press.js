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
