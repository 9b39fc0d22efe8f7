const LABEL_WIDTH = 20;

/**
 * Runs one step of a start and says so: `  PostgreSQL ........ ready in 0.5 s (port 54012)`. The label appears before the
 * work begins. A step whose own output goes to the terminal meanwhile says what happens `during` it and gets a second line.
 * @template [T=void]
 * @param {string} label
 * @param {() => Promise<{ says: string, detail?: string, value?: T }>} work
 * @param {{ during?: string }} [options]
 * @returns {Promise<T>}
 */
export async function step(label, work, { during } = {}) {
  const begin = performance.now();
  const head = `  ${`${label} `.padEnd(LABEL_WIDTH, '.')} `;
  say(during ? `${head}${during}\n` : head);
  const finish = (/** @type {string} */ text) => say(`${during ? head : ''}${text}\n`);
  try {
    const { says, detail, value } = await work();
    finish(`${says} in ${seconds(begin)}${detail ? ` (${detail})` : ''}`);
    return /** @type {T} */ (value);
  } catch (error) {
    finish(`failed after ${seconds(begin)}`);
    throw error;
  }
}

/** Writes to the terminal of the person who ran the command. */
export function say(/** @type {string} */ text) {
  process.stdout.write(text);
}

/** Ends the process with a message for a person, not a stack trace. */
export function giveUp(/** @type {unknown} */ error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function seconds(/** @type {number} */ begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}
