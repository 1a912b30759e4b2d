// Passkeys: the browser's own dialogue in the midst of a plain form. The server gives the question, the browser's answer goes back in a field of the form.
// Events are listened to at the document: pages come and go without a reload.

// Browsers know no passkeys on plain http or for an address in numbers; the page says so.
const available = () => window.isSecureContext && !!window.PublicKeyCredential?.parseRequestOptionsFromJSON && !/^[\d.]+$|^\[/.test(location.hostname);

const ask = async (address, form, more = {}) => {
  const body = new URLSearchParams({ __RequestVerificationToken: form.elements.__RequestVerificationToken.value, ...more });
  const answer = await fetch(address, { method: 'POST', body });
  if (answer.status === 409) return { problem: (await answer.json()).problem };
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return { options: await answer.json() };
};

let waiting = null; // the question that stands behind the field for the user name

const signIn = async (form, mediation) => {
  waiting?.abort();
  const mine = waiting = new AbortController();
  let credential = '';
  try {
    const { options } = await ask('/account/passkey/request-options', form);
    if (mine.signal.aborted) return;
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    credential = JSON.stringify(await navigator.credentials.get({ publicKey, mediation, signal: mine.signal }));
  } catch {
    if (mediation || mine.signal.aborted) return; // nobody has asked for anything yet, or another question has taken its place
  }
  form.elements.credential.value = credential;
  form.action = '/account/passkey';
  form.submit();
};

const create = async form => {
  const { credential, problem, Current } = form.elements;
  try {
    const made = await ask('/account/passkey/creation-options', form, { Current: Current.value });
    problem.value = made.problem ?? '';
    if (made.options) credential.value = JSON.stringify(await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(made.options) }));
  } catch (error) {
    problem.value = error.name === 'InvalidStateError' ? 'PasskeyKnown' : 'PasskeyFailed';
  }
  Current.value = ''; // it has been looked at
  form.submit();
};

document.addEventListener('submit', event => {
  const kind = event.submitter?.dataset.passkey;
  if (!kind) return;
  event.preventDefault();
  event.submitter.disabled = true;
  if (kind === 'create') create(event.target);
  else signIn(event.target);
});

const show = async () => {
  const is = available() ? 'available' : 'unavailable';
  for (const part of document.querySelectorAll('[data-passkeys]')) part.hidden = part.dataset.passkeys !== is;
  const form = document.querySelector('form[data-passkey-autofill]');
  if (form && is === 'available' && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    signIn(form, 'conditional');
    setTimeout(() => { if (form.isConnected && waiting && !waiting.signal.aborted) show(); }, 4 * 60_000); // the question is good for five minutes
  }
};

show();
window.Blazor?.addEventListener('enhancedload', show);
