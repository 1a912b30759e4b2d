// How the user wants calls to pop. The server says it (hub message Settings); these are the defaults of a server that does not.

/** What applies until the server has said otherwise. */
export const DEFAULTS = Object.freeze({
  pop: 'ringing', queueOnly: false, outsideOnly: false, sound: false, volume: 50, quietHours: false, quietFrom: '20:00', quietTo: '08:00', openCard: false,
});

/** True while this call is one that the user wants to see pop; handed: it is theirs by a transfer that began with talking. */
export function pops(settings, call, handed) {
  if (settings.pop === 'never' || call.phase === 'ended' || call.direction === 'outbound') return false;
  if (call.test) return true; // whether pops arrive is asked, not which calls pop
  if (settings.queueOnly && !call.queue) return false;
  if (settings.outsideOnly && call.party.kind === 'internal') return false;
  if (settings.pop === 'answered') return call.phase === 'talking' || call.phase === 'held';
  return call.phase === 'ringing' || handed;
}

/** True in quiet hours, on the clock and in the time zone of this browser. From later than to: over midnight. */
export function isQuiet({ quietHours, quietFrom, quietTo }, now = new Date()) {
  if (!quietHours || quietFrom === quietTo) return false;
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
}
