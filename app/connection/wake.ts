/** Notices that this device slept, or has another network: connections that look alive may be dead. */

/** How often the clock is looked at. */
const LOOK_MS = 5_000;
/** A gap this long between two looks was a sleep. */
const SLEEP_MS = 20_000;
/** Browsers let the timers of a tab in the background run once a minute: there only a longer gap says something. */
const HIDDEN_SLEEP_MS = 100_000;

/** Calls `woke` after a sleep and whenever the network is back; gives what ends that. */
export function onWake(woke: () => void): () => void {
  let looked = Date.now();
  let hidden = document.hidden;
  const timer = setInterval(() => {
    const gap = Date.now() - looked;
    const wasHidden = hidden;
    looked = Date.now();
    hidden = document.hidden;
    if (gap > (wasHidden || hidden ? HIDDEN_SLEEP_MS : SLEEP_MS)) woke();
  }, LOOK_MS);
  addEventListener('online', woke);
  return () => {
    clearInterval(timer);
    removeEventListener('online', woke);
  };
}
