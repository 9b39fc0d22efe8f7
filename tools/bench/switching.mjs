import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { AdminApi } from '../clients/admin-api.mjs';
import { say, step } from '../runtime/steps.mjs';
import { buildProducts } from '../start/build.mjs';
import { jsonAnswer } from './answers.mjs';
import { writeSection } from './document.mjs';
import { leaveMeasuredCore } from './launch.mjs';
import { surroundings } from './report.mjs';
import { openStage } from './stage.mjs';

const REQUESTS = 1500;
const PER_SECOND = 100;
const OWN_TIME_MS = 5;
const AIM_MS = 10;

/** What the first provider says, and how many times it is asked before the hub turns to the next one. */
const REFUSALS = [
  { status: 429, calls: 1 },
  { status: 401, calls: 1 },
  { status: 529, calls: 1 },
  { status: 500, calls: 2 },
];

/**
 * Measures how long the hub takes from the last byte of a refusal to the arrival of the same request at the next provider.
 * Both providers live in this process, so one clock sees both moments. Exit code 1 when an answer was not right.
 */
export async function runSwitching(/** @type {import('./options.mjs').Options} */ options) {
  await step('Hub', async () => (await buildProducts(['backend']), { says: 'built' }));
  leaveMeasuredCore();
  const stage = await step('Stage', async () => ({ says: 'ready', value: await openStage() }));
  const providers = await openProviders();
  try {
    const hub = stage.targets.find(({ name }) => name === 'hub');
    if (!hub) throw new Error('the stage has no hub');
    const admin = new AdminApi(`http://127.0.0.1:${hub.running.port}`, stage.adminToken);
    const apiKey = await addProviders(admin, providers);
    const caller = { port: hub.running.port, apiKey };
    const rows = [];
    let isRight = true;
    for (const { status, calls } of REFUSALS) {
      await measure(caller, providers, status, 500); // until the engine knows the way
      const { waits, problems, asked } = await measure(caller, providers, status, REQUESTS);
      isRight &&= problems === 0 && waits.length === REQUESTS && asked === calls * REQUESTS;
      rows.push(rowOf(status, calls, waits, problems));
    }
    const { date, machine, commit } = surroundings();
    const about =
      `\`npm run bench -- --switching\`, ${date}, commit ${commit}. ${machine}. ${REQUESTS} requests each, ` +
      `${PER_SECOND} a second; the refusing provider takes ${OWN_TIME_MS} ms of its own.`;
    const text = [about, table(rows)].join('\n\n');
    say(`\n${text}\n`);
    if (options.write) await writeSection('performance.md', 'switching', text);
    return isRight ? 0 : 1;
  } finally {
    await providers.stop();
    await stage.stop();
  }
}

async function openProviders() {
  /** @type {{ status: number, asked: number, refusedAt: Map<string, number>, waits: number[] }} */
  const seen = { status: 429, asked: 0, refusedAt: new Map(), waits: [] };
  const refusing = answering((id, res) => {
    seen.asked += 1;
    setTimeout(() => {
      res.writeHead(seen.status, { 'content-type': 'application/json' });
      res.end('{"type":"error","error":{"type":"api_error","message":"no"}}');
      seen.refusedAt.set(id, performance.now());
    }, OWN_TIME_MS);
  });
  const healthy = answering((id, res) => {
    const refusedAt = seen.refusedAt.get(id);
    if (refusedAt !== undefined) seen.waits.push(performance.now() - refusedAt);
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(jsonAnswer);
  });
  const [refusingUrl, healthyUrl] = await Promise.all([listen(refusing), listen(healthy)]);
  const stop = async () => {
    for (const server of [refusing, healthy]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  return { seen, refusingUrl, healthyUrl, stop };
}

/**
 * A server that answers by the number in the request's body.
 * @param {(id: string, res: import('node:http').ServerResponse) => void} answer
 */
function answering(answer) {
  return createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (/** @type {string} */ text) => {
      body += text;
    });
    req.on('end', () => answer(/request (\d+)/.exec(body)?.[1] ?? '', res));
  });
}

/** @param {import('node:http').Server} server */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** @typedef {Awaited<ReturnType<typeof openProviders>>} Providers */

async function addProviders(
  /** @type {AdminApi} */ admin,
  /** @type {Providers} */ { refusingUrl, healthyUrl },
) {
  const groups = ['switching']; // away from the provider of the stage
  const common = { type: 'claude', key: 'sk-mock', groups };
  await admin.createProviderGroup('switching');
  // The breaker would spare the hub what is to be measured.
  await admin.createProvider({
    ...common,
    name: 'Refusing',
    url: refusingUrl,
    circuitBreakerFailureThreshold: 0,
  });
  await admin.createProvider({ ...common, name: 'Healthy', url: healthyUrl, priority: 1 });
  return admin.createKey('Switching', groups);
}

/**
 * @param {{ port: number, apiKey: string }} caller
 * @param {Providers} providers
 * @param {number} status
 * @param {number} requests
 */
async function measure({ port, apiKey }, { seen }, status, requests) {
  Object.assign(seen, { status, asked: 0, waits: [], refusedAt: new Map() });
  let problems = 0;
  const one = async (/** @type {number} */ number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': apiKey,
      },
      body: JSON.stringify({
        model: 'switching',
        max_tokens: 16,
        messages: [{ role: 'user', content: `request ${number}` }],
      }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200 || !body.equals(jsonAnswer)) problems += 1;
  };
  const begin = performance.now();
  const running = [];
  for (let number = 0; number < requests; number += 1) {
    await delay(Math.max(0, begin + (number * 1000) / PER_SECOND - performance.now()));
    running.push(one(number));
  }
  await Promise.all(running);
  return { waits: seen.waits.toSorted((a, b) => a - b), problems, asked: seen.asked };
}

/**
 * @param {number} status
 * @param {number} calls
 * @param {number[]} waits
 * @param {number} problems
 */
function rowOf(status, calls, waits, problems) {
  const at = (/** @type {number} */ share) =>
    (waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(2);
  return [status, calls, at(0.5), at(0.99), at(1), problems].map(String);
}

function table(/** @type {string[][]} */ rows) {
  const head = [
    'refusal',
    'calls before it',
    'median, ms',
    `99th percentile, ms (aim ≤ ${AIM_MS})`,
    'most, ms',
    'failures seen',
  ];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
