import { parseArgs } from 'node:util';
import { PHASES } from './phases.mjs';

export const USAGE = `npm run bench -- [options]
  --quick           three short rounds instead of five
  --reps N          number of rounds
  --phases A,B      some of ${Object.keys(PHASES).join(', ')}
  --profile         also say who owns the busy time of the hub
  --nice=N          priority of everything measured; below 0 needs root and helps on a machine with other work
  --write           put the figures into docs/performance.md
  --switching       measure instead how fast the hub leaves a provider that refuses
  --limits          measure instead what limits add, and compare counters, roll-up and ledger
  --shared          use the harness of ../shared/bench instead; --quick, --full, --phases and --reps are passed on`;

const KNOWN = /** @type {const} */ ({
  quick: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  shared: { type: 'boolean', default: false },
  switching: { type: 'boolean', default: false },
  limits: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  reps: { type: 'string' },
  phases: { type: 'string' },
  nice: { type: 'string', default: '0' },
});

/** The options of `npm run bench`; throws with the usage where they make no sense. */
export function readOptions(/** @type {string[]} */ args) {
  try {
    return parseArgs({ args, options: KNOWN, strict: true }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, { cause: error });
  }
}

/** @typedef {ReturnType<typeof readOptions>} Options */

/**
 * The phases to run, in their order.
 * @returns {import('./phases.mjs').PhaseName[]}
 */
export function chosenPhases(/** @type {Options} */ { phases }) {
  const all = /** @type {import('./phases.mjs').PhaseName[]} */ (Object.keys(PHASES));
  if (phases === undefined) return all;
  const wanted = phases.split(',');
  const unknown = wanted.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`There is no phase "${unknown}".\n\n${USAGE}`);
  return all.filter((name) => wanted.includes(name));
}
