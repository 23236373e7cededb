/**
 * Loaded before the server (`node --expose-gc --import`): tells on demand how much memory is in use, once the garbage is
 * gone or with it.
 */

/** What it is asked. */
export const HEAP = 'heap';
export const WITH_GARBAGE = 'heap with garbage';

process.on('message', (message) => {
  if (message !== HEAP && message !== WITH_GARBAGE) return;
  if (message === HEAP) globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  process.send!(heapUsed + external);
});
// Being asked is no reason to go on when the server has ended.
process.channel?.unref();
