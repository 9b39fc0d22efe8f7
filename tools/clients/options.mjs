import { parseArgs } from 'node:util';

export const USAGE = `npm run test:clients -- [options]
  --short           the official SDKs only, text and tool call; needs no command line client
  --client A,B      some of the harness's clients instead of all
  --scenario A,B    some of its scenarios instead of the core group
  --write           put the matrix into docs/client-matrix.md; the full run always does`;

const SDKS = [
  'sdk-anthropic',
  'sdk-anthropic-ns',
  'sdk-openai',
  'sdk-openai-ns',
  'sdk-responses',
  'sdk-responses-ns',
  'sdk-gemini',
  'sdk-gemini-ns',
];
const COMMAND_LINES = ['claude', 'codex', 'codex-generic', 'codex-lite', 'gemini'];
const CORE = [
  ...['text', 'tool', 'parallel', 'unicode', 'long', 'tool_read', 'tool_text', 'tool_write'],
  ...['thinking', 'cache', 'slow', 'slowbody', 'slowping', 'crlf'],
];

const KNOWN = /** @type {const} */ ({
  short: { type: 'boolean', default: false },
  client: { type: 'string' },
  scenario: { type: 'string' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});

/**
 * @typedef {object} Plan
 * @property {boolean} isHelp
 * @property {string[]} clients
 * @property {string[]} scenarios
 * @property {import('./install.mjs').Bundle[]} bundles
 * @property {boolean} isWritten
 */

/** @returns {Plan} */
export function readPlan(/** @type {string[]} */ args) {
  try {
    const { short, client, scenario, write, help } = parseArgs({ args, options: KNOWN, strict: true }).values;
    const clients = client?.split(',') ?? (short ? SDKS : [...COMMAND_LINES, ...SDKS]);
    const scenarios = scenario?.split(',') ?? (short ? ['text', 'tool'] : CORE);
    const isFull = !short && client === undefined && scenario === undefined;
    return { isHelp: help, clients, scenarios, bundles: bundlesOf(clients), isWritten: write || isFull };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, { cause: error });
  }
}

/** What has to be installed for these clients; a variant such as `codex-lite` is the same program. */
function bundlesOf(/** @type {readonly string[]} */ clients) {
  const all = /** @type {const} */ (['claude', 'codex', 'gemini', 'sdk']);
  return all.filter((bundle) => clients.some((client) => client.split('-')[0] === bundle));
}
