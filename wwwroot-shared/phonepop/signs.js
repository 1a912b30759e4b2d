// The tab's own signs: title and icon. They reach who works in another tab, where neither the pop inside the page nor a notification is seen.
const BLINK_MS = 1000;

/** Title and icon of this tab while calls pop; clear() leaves both as the page has them. */
export function createSigns() {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  // A title of our own before the page's: the first one counts, and the page may go on writing into its own.
  const title = document.createElement('title');
  let icon = null, before = null, timer = 0;

  const beat = () => { if (title.isConnected && !still.matches) title.remove(); else if (!title.isConnected) document.head.prepend(title); };

  function drawIcon(href) {
    const now = document.querySelector('link[rel~="icon"]');
    if (now !== icon) { icon = now; before = icon && { href: icon.getAttribute('href'), type: icon.getAttribute('type') }; }
    if (!icon || icon.getAttribute('href') === href) return;
    icon.setAttribute('type', 'image/png');
    icon.setAttribute('href', href);
  }

  return {
    /** Says who rings, or with no text only shows the state's icon. */
    show(text, href) {
      drawIcon(href);
      if (!text) return this.hush();
      if (title.textContent !== text) title.textContent = text;
      if (timer) return;
      document.head.prepend(title);
      timer = setInterval(beat, BLINK_MS);
    },
    /** Gives the title back. */
    hush() {
      clearInterval(timer);
      timer = 0;
      title.remove();
    },
    clear() {
      this.hush();
      if (!icon) return;
      icon.setAttribute('href', before.href);
      if (before.type) icon.setAttribute('type', before.type); else icon.removeAttribute('type');
      icon = null;
    },
  };
}
