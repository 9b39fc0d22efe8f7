import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { HARNESS, INSTALLED } from './install.mjs';

const AT_ONCE = 2;

/**
 * The harness's verdict on one client in one scenario.
 * @typedef {object} Verdict
 * @property {string} client
 * @property {string} scenario
 * @property {boolean} ok
 * @property {string} why
 * @property {number} ms
 * @property {string} [limit] what this client cannot do against a perfect server either
 * @property {unknown[]} [upstream] the requests that reached the mock
 */

/**
 * Runs every client through every scenario, two clients at a time, each run in a home of its own.
 * @param {import('./stage.mjs').Stage} stage
 * @param {{ clients: readonly string[], scenarios: readonly string[] }} plan
 * @param {(verdict: Verdict) => void} onVerdict
 * @returns {Promise<Verdict[]>}
 */
export async function runClients(stage, { clients, scenarios }, onVerdict) {
  /** @type {Verdict[]} */
  const verdicts = [];
  const waiting = [...clients];
  const take = async () => {
    for (let client = waiting.shift(); client !== undefined; client = waiting.shift()) {
      await runClient(stage, client, scenarios, (verdict) => {
        verdicts.push(verdict);
        onVerdict(verdict);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return verdicts;
}

async function runClient(
  /** @type {import('./stage.mjs').Stage} */ stage,
  /** @type {string} */ client,
  /** @type {readonly string[]} */ scenarios,
  /** @type {(verdict: Verdict) => void} */ onVerdict,
) {
  const args = [
    path.join(HARNESS, 'run-clients.mjs'),
    ...['--base', stage.hubUrl, '--mock', stage.mockUrl, '--trap', stage.trapUrl, '--key', stage.key],
    ...['--install', INSTALLED, '--client', client, '--scenario', scenarios.join(',')],
  ];
  // The harness makes the homes in the temporary folder.
  const env = { ...process.env, TMPDIR: stage.temporary, CLIENTS_NODE: process.execPath };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stopWithUs = () => child.kill('SIGKILL');
  process.once('exit', stopWithUs);
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += chunk));
  let seen = 0;
  readline.createInterface(child.stdout).on('line', (line) => {
    seen += 1;
    onVerdict(JSON.parse(line));
  });
  await once(child, 'close');
  process.off('exit', stopWithUs);
  if (seen < scenarios.length) throw new Error(`The harness ended early for ${client}: ${complaint.trim()}`);
}
