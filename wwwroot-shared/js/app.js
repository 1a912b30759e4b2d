// Starts the pops for whoever is signed in: the layout says who, in what language and where the hub is.
import { createPhonePop } from '../phonepop.js';
import './press.js';
import './work.js';
import './passkeys.js';
import './wall.js';

const { user, extension, pbx, lang, hub } = document.documentElement.dataset;
if (user) {
  createPhonePop({ user, extension, pbx, language: lang, hub }).start();
} else {
  // Signed out: tabs of whoever was signed in before stop and ask the server again.
  new BroadcastChannel('phonepop-users').postMessage('');
}

// The badge of the installed app: how many are to be called back, as the page's own link says.
if (user && navigator.setAppBadge) {
  let shown = -1;
  const badge = () => {
    const count = Number(document.querySelector('[data-phonepop-missed]')?.dataset.phonepopMissed ?? 0);
    if (count === shown) return;
    shown = count;
    navigator.setAppBadge(count).catch(() => { });
  };
  new MutationObserver(badge).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-phonepop-missed'] });
  badge();
}

// A link in a menu leads to another page within the same document: the menu would stay over it.
document.addEventListener('click', event => event.target.closest?.('[popover] a')?.closest('[popover]').hidePopover());
