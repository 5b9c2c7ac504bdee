import { connections } from './http.js';

/** Repeats the action a number of times, with all connections busy, and says how often a second it was done. */
export async function perSecond(count, action) {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await action();
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  return count / ((performance.now() - begin) / 1000);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
