/** Keeps the screen on while somebody is in a call: a phone that sleeps would take camera and sound with it. */

/** From now on, as far as the browser can; gives what ends it. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  let asking = false;

  async function ask(): Promise<void> {
    const held = lock !== undefined && !lock.released;
    if (ended || asking || held || document.hidden || !('wakeLock' in navigator)) return;
    asking = true;
    // Refused where the battery is low.
    lock = await navigator.wakeLock.request('screen').catch(() => undefined);
    asking = false;
    if (ended) void lock?.release();
  }

  // The browser takes it away from a page out of sight, and does not give it back.
  const seen = (): void => void ask();
  document.addEventListener('visibilitychange', seen);
  void ask();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', seen);
    void lock?.release();
  };
}
