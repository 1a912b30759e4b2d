// A call as it is said to people. Callers' names and numbers are hostile text: what leaves here is one plain line each, and is never read as HTML.

/** One line of harmless text: no control characters, nothing that turns the direction of writing. */
export function plain(text) {
  return String(text ?? '').replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim().slice(0, 120);
}

function who(party, texts) {
  if (party.kind === 'anonymous') return texts.withheld;
  if (party.kind === 'test') return texts.test;
  const number = plain(party.display ?? party.e164 ?? party.number);
  if (party.kind === 'internal') return party.name ? `${plain(party.name)} (${number})` : number;
  return number || texts.withheld;
}

const icon = state => `/icons/phone-${state}.png`;

/** The pictures of a call that pops. */
export const ICONS = ['ringing', 'held', 'talking'].map(icon);

/** What is said of a call, in the page and in the notification. */
export function view(call, texts) {
  const from = call.transferredFrom == null ? '' : texts.from(plain(call.transferredFromName ?? call.transferredFrom));
  const line = plain(call.didDisplay ?? call.did);
  const about = call.consultFor ? texts.about(plain(call.consultForCustomer?.name) || who(call.consultFor, texts)) : '';
  return {
    id: call.id, url: call.url, ringing: call.phase === 'ringing',
    title: plain(call.customer?.name) && call.matches < 2 ? plain(call.customer.name) : who(call.party, texts),
    line: call.test ? texts.testLine : [call.matches > 1 ? texts.several(call.matches) : plain(call.customer?.company), call.customerSource === 'Http' && call.matches < 2 ? texts.crm : '',
      plain(call.queue) || (line && texts.line(line)), about, from].filter(Boolean).join(' · '),
    icon: icon(call.phase === 'ringing' ? 'ringing' : call.phase === 'held' ? 'held' : 'talking'), phase: call.phase,
    card: call.customer && call.matches === 1 ? call.customer.url : null,
    party: `${call.party.kind}:${call.party.number}`,
  };
}
