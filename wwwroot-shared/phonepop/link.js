const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];

/**
 * How long to wait before the next attempt, in milliseconds: anything up to its limit. A thousand browsers lose a server that starts anew at the same
 * moment, and come back over seconds; one whose own line was down for a moment is back within one.
 */
export const pause = attempt => PAUSES[Math.min(attempt, PAUSES.length - 1)] * Math.random();

/** The hub connection. SignalR's own reconnecting covers neither the first attempt nor a wake-up that should try at once, so one loop does all of it. */
export function createLink(url, token, { settings, snapshot, changed, opened, tested, state, refused }) {
  let hub = null, asks = [], timer = 0, attempt = 0, connecting = false, closed = false;

  async function connect() {
    clearTimeout(timer);
    if (closed || connecting || hub) return;
    connecting = true;
    try {
      if (!globalThis.signalR) await import(new URL('../lib/signalr.min.js', import.meta.url));
      const { HubConnectionBuilder, LogLevel } = globalThis.signalR;
      const next = new HubConnectionBuilder().configureLogging(LogLevel.None)
        .withUrl(url, token ? { accessTokenFactory: () => (typeof token === 'function' ? token() : token), withCredentials: false } : {}).build();
      // The snapshot may arrive together with the handshake; what it makes us send has to wait for the connection.
      let ready;
      const open = new Promise(done => { ready = done; });
      asks = [performance.now()]; // when each snapshot that is to come was asked for; the first comes by itself
      next.on('Settings', own => open.then(() => settings(own)));
      next.on('Snapshot', list => open.then(() => { snapshot(list, asks.shift() ?? performance.now()); }));
      next.on('CallChanged', call => open.then(() => changed(call)));
      next.on('Opened', id => open.then(() => opened(id)));
      next.on('TestPop', id => open.then(() => tested(id)));
      next.onclose(() => { if (hub === next) { hub = null; again(); } });
      await next.start();
      if (closed) return void next.stop();
      hub = next;
      attempt = 0;
      state('connected');
      ready();
    } catch (error) {
      if (/Status code '40[13]'/.test(error?.message)) refused();
      again();
    } finally {
      connecting = false;
    }
  }

  function again() {
    if (closed) return;
    state('reconnecting');
    timer = setTimeout(connect, pause(attempt++));
  }

  return {
    connect,
    send: (...args) => { hub?.send(...args).catch(() => { }); },
    /** Asks for a snapshot; a connection that does not answer is replaced. */
    async check() {
      attempt = 0;
      const asked = hub;
      if (!asked) return connect();
      asks.push(performance.now());
      try {
        await Promise.race([asked.invoke('Resync'), new Promise((_, no) => { setTimeout(no, 3000); })]);
      } catch {
        if (hub !== asked) return;
        hub = null;
        asked.stop();
        connect();
      }
    },
    close() {
      closed = true;
      clearTimeout(timer);
      hub?.stop();
      hub = null;
    },
  };
}
