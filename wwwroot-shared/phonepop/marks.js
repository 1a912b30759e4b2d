/** What was already done about a call, shared by this user's tabs: 'shown', 'opened' or 'dismissed'. */
export function createMarks(key) {
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
    forget(id) {
      const { [id]: old, ...rest } = read();
      if (old) write(rest);
    },
    /** It no longer rings: when it rings again it is news, unless the user wanted none of it. */
    released(id) {
      const { [id]: old, ...rest } = read();
      if (old && old.mark !== 'dismissed') write(rest);
    },
    /** The same for all calls that are not there any more: they may have ended while no page was open, and ring again under their name. */
    releasedBut(isThere) {
      const all = Object.entries(read()), kept = all.filter(([id, { mark }]) => mark === 'dismissed' || isThere(id));
      if (kept.length < all.length) write(Object.fromEntries(kept));
    },
  };
}
