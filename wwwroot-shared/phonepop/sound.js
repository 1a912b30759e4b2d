// Our own small sound: two soft notes, made here, so that nothing is loaded. Browsers let a page play only after somebody has clicked or typed in it.
const NOTES = [[587.33, 0], [880, 0.16]];
const LENGTH = 0.5;
const PATIENCE_MS = 2000;
const BUSY_MS = 20000; // the browser lets us play, and the machine takes its time to start its first sound: a phone rings for longer

/** Plays; makes nothing before it is needed. */
export function createSound() {
  let context = null;

  async function running() {
    if (!globalThis.AudioContext) return false;
    context ??= new AudioContext();
    // resume() stays pending until the browser allows it.
    const patience = navigator.userActivation?.hasBeenActive ? BUSY_MS : PATIENCE_MS;
    if (context.state !== 'running') await Promise.race([context.resume().catch(() => { }), new Promise(done => { setTimeout(done, patience); })]);
    return context.state === 'running';
  }

  return {
    /** In a click or key press: the browser will let us play from now on. */
    unlock() { if (context?.state !== 'running') running(); },
    /** Plays once. Volume from 0 to 100; isWanted is asked once it can be heard; the answer says whether it could. */
    async play(volume, isWanted = () => true) {
      if (volume <= 0 || !await running() || !isWanted()) return false;
      const loud = context.createGain();
      loud.gain.value = (volume / 100) ** 2; // as ears reckon
      loud.connect(context.destination);
      for (const [pitch, after] of NOTES) {
        const start = context.currentTime + after, note = context.createOscillator(), shape = context.createGain();
        note.frequency.value = pitch;
        shape.gain.setValueAtTime(0, start);
        shape.gain.linearRampToValueAtTime(0.5, start + 0.02);
        shape.gain.exponentialRampToValueAtTime(0.001, start + LENGTH);
        note.connect(shape).connect(loud);
        note.start(start);
        note.stop(start + LENGTH);
      }
      return true;
    },
  };
}
