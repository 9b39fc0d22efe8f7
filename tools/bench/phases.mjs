const KIB = 1024;

/**
 * What is measured in each round. `direct` is the mock without a gateway; it is only asked where its figure is of use.
 */
export const PHASES = /** @type {const} */ ({
  requests: {
    job: { kind: 'closed', connections: 32, seconds: 4, bodyBytes: KIB },
    quick: { seconds: 2 },
    targets: ['floor', 'hub'],
  },
  latency: {
    job: { kind: 'open', perSecond: 25, seconds: 8, bodyBytes: KIB },
    quick: { seconds: 4 },
    targets: ['direct', 'floor', 'hub'],
  },
  streams: {
    job: { kind: 'streams', streams: 200, events: 80, gapMs: 50, openingMs: 700, bodyBytes: KIB },
    quick: { events: 50 },
    targets: ['floor', 'hub'],
  },
  body: {
    job: { kind: 'closed', connections: 4, seconds: 3, bodyBytes: 2048 * KIB },
    quick: { seconds: 1.5 },
    targets: ['floor', 'hub'],
  },
});

/** @typedef {keyof typeof PHASES} PhaseName */

/** @returns {Omit<import('./driver.mjs').Job, 'port' | 'apiKey'>} */
export function jobOf(/** @type {PhaseName} */ phase, /** @type {boolean} */ isQuick) {
  const { job, quick } = PHASES[phase];
  return isQuick ? { ...job, ...quick } : job;
}
