// Starts the pops for whoever is signed in: the layout says who, in what language and where the hub is.
import { createPhonePop } from '../phonepop.js';
import './work.js';

const { user, extension, pbx, lang, hub } = document.documentElement.dataset;
if (user) {
  createPhonePop({ user, extension, pbx, language: lang, hub }).start();
} else {
  // Signed out: tabs of whoever was signed in before stop and ask the server again.
  new BroadcastChannel('phonepop-users').postMessage('');
}
