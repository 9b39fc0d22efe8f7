import { Redis } from 'ioredis';
import { Client } from 'pg';
import { AdminApi } from '../clients/admin-api.mjs';
import { say, step } from '../runtime/steps.mjs';
import { buildProducts } from '../start/build.mjs';
import { writeSection } from './document.mjs';
import { quantileOf } from './figures.mjs';
import { leaveMeasuredCore } from './launch.mjs';
import { measure } from './measure.mjs';
import { jobOf } from './phases.mjs';
import { surroundings } from './report.mjs';
import { warmUp } from './rounds.mjs';
import { openStage } from './stage.mjs';

const ROUNDS = 5;
/** So many requests the comparison of counters and ledger is to rest on. */
const AGREED_REQUESTS = 100_000;
const DRAINED_WITHIN_MS = 120_000;

/** Never reached, so that everything is counted and nothing is refused. */
const SPEND = {
  limit5hUsd: '1000000',
  limitDailyUsd: '1000000',
  limitWeeklyUsd: '1000000',
  limitMonthlyUsd: '1000000',
  limitTotalUsd: '1000000',
  limitConcurrentSessions: 100_000,
};
const CALLER = { ...SPEND, rpmLimit: 1_000_000 };

/**
 * One kind of caller.
 * @typedef {object} Caller
 * @property {string} name
 * @property {import('./stage.mjs').Target} target
 * @property {number} keyId
 */

/** @typedef {import('./measure.mjs').Sample & { scripts: number, commands: number }} Counted */

/**
 * Measures what limits add: the same hub asked by a key without any, by one with all of them, and by one whose provider has
 * limits as well. Then counters, roll-up and ledger are compared. Exit code 1 when they differ or an answer was not right.
 */
export async function runLimits(/** @type {import('./options.mjs').Options} */ options) {
  await step('Hub', async () => (await buildProducts(['backend']), { says: 'built' }));
  leaveMeasuredCore();
  const stage = await step('Stage', async () => ({ says: 'ready', value: await openStage() }));
  const redis = new Redis(stage.redisUrl);
  const database = new Client({ connectionString: stage.dsn });
  try {
    await database.connect();
    const callers = await addCallers(stage);
    for (const { target } of callers) await warmUp(stage, target);
    const rounds = options.quick ? 3 : ROUNDS;
    const samples = await runRounds(stage, callers, redis, rounds, options.quick);
    const answered = await load(stage, callers, options.quick ? 0 : AGREED_REQUESTS, database);
    const differences = await compare(callers, redis, database);
    const { date, machine, commit } = surroundings();
    const about = `\`npm run bench -- --limits\`, ${date}, commit ${commit}. ${machine}. ${rounds} rounds.`;
    const agreement =
      differences.length === 0
        ? `After ${answered} requests of the two keys with limits their counters, the roll-up and the ledger say the same, to the last digit.`
        : `**They differ:** ${differences.join('; ')}`;
    const text = [about, table(samples), agreement].join('\n\n');
    say(`\n${text}\n`);
    if (options.write) await writeSection('performance.md', 'limits', text);
    const isRight = Object.values(samples)
      .flat()
      .every(({ problems }) => Object.keys(problems).length === 0);
    return isRight && differences.length === 0 ? 0 : 1;
  } finally {
    redis.disconnect();
    await database.end();
    await stage.stop();
  }
}

/** @returns {Promise<Caller[]>} */
async function addCallers(/** @type {import('./stage.mjs').Stage} */ stage) {
  const hub = stage.targets.find(({ name }) => name === 'hub');
  if (!hub) throw new Error('the stage has no hub');
  const admin = new AdminApi(`http://127.0.0.1:${hub.running.port}`, stage.adminToken);
  const upstream = `http://127.0.0.1:${stage.mock.port}`;
  const add = async (
    /** @type {string} */ name,
    /** @type {object | undefined} */ limits,
    /** @type {object} */ ofProvider,
  ) => {
    await admin.createProviderGroup(name);
    const provider = { name, type: 'claude', url: upstream, key: 'sk-mock', groups: [name], ...ofProvider };
    await admin.createProvider(provider);
    const { id: keyId, key: apiKey } = await admin.createLimitedKey(name, [name], limits);
    return { name, keyId, target: { ...hub, apiKey } };
  };
  return [
    await add('no limits', undefined, {}),
    await add('key and user', CALLER, {}),
    await add('key, user and provider', CALLER, SPEND),
  ];
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {readonly Caller[]} callers
 * @param {Redis} redis
 * @param {number} rounds
 * @param {boolean} isQuick
 */
async function runRounds(stage, callers, redis, rounds, isQuick) {
  /** @type {Record<string, Counted[]>} */
  const samples = {};
  /** @type {Record<string, number[]>} */
  const latencies = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [index] of callers.entries()) {
      const caller = callers[(index + round) % callers.length];
      if (!caller) continue;
      const before = await commandsOf(redis);
      const sample = await measure(stage, caller.target, jobOf('requests', isQuick));
      const after = await commandsOf(redis);
      const slow = await measure(stage, caller.target, jobOf('latency', isQuick));
      latencies[caller.name] = [...(latencies[caller.name] ?? []), ...slow.latencies];
      const counted = {
        ...sample,
        latencies: latencies[caller.name] ?? [],
        commands: (after.commands - before.commands) / sample.answered,
        scripts: (after.scripts - before.scripts) / sample.answered,
      };
      (samples[caller.name] ??= []).push(counted);
      say(
        `  round ${round + 1}/${rounds}  ${caller.name.padEnd(24)} ${sample.cpuPerAnswer.toFixed(0)} us/answer\n`,
      );
    }
  }
  return samples;
}

/** Scripts, and commands with those of the scripts, that the server has run since it started. */
async function commandsOf(/** @type {Redis} */ redis) {
  const info = await redis.info('all');
  const of = (/** @type {RegExp} */ pattern) => Number(pattern.exec(info)?.[1] ?? 0);
  return {
    commands: of(/^total_commands_processed:(\d+)/m),
    scripts: of(/^cmdstat_evalsha:calls=(\d+)/m),
  };
}

/**
 * Load until the keys with limits have made so many requests.
 * @param {import('./stage.mjs').Stage} stage
 * @param {readonly Caller[]} callers
 * @param {number} wanted
 * @param {Client} database
 */
async function load(stage, callers, wanted, database) {
  const limited = callers.slice(1);
  const ids = limited.map(({ keyId }) => keyId);
  const made = async () => {
    const { rows } = await database.query(
      'SELECT count(*)::integer AS made FROM message_request WHERE key_id = ANY ($1)',
      [ids],
    );
    return Number(rows[0]?.made);
  };
  let count = await made();
  while (count < wanted) {
    for (const { target } of limited) {
      await measure(stage, target, { kind: 'closed', connections: 32, seconds: 10, bodyBytes: 1024 });
    }
    count = await made();
  }
  return count;
}

/** What of counters, roll-up and ledger is not the same. */
async function compare(
  /** @type {readonly Caller[]} */ callers,
  /** @type {Redis} */ redis,
  /** @type {Client} */ database,
) {
  await untilDrained(redis);
  /** @type {string[]} */
  const differences = [];
  for (const { keyId, name } of callers.slice(1)) {
    const spent = async (/** @type {string} */ table) => {
      const { rows } = await database.query(
        `SELECT (sum(cost_usd) * 1e15)::numeric(40, 0)::text AS spent FROM ${table} WHERE key_id = $1`,
        [keyId],
      );
      return String(rows[0]?.spent);
    };
    const [ledger, rollup] = [await spent('message_request'), await spent('usage_hourly')];
    if (rollup !== ledger) differences.push(`${name}: roll-up ${rollup}, ledger ${ledger}`);
    const hash = await redis.hgetall(`cch:{ledger}:spend:k${keyId}`);
    for (const window of ['5h', 'daily', 'weekly', 'monthly', 'total']) {
      const counted = BigInt(hash[`${window}.m`] ?? 0) * 1_000_000_000n + BigInt(hash[`${window}.f`] ?? 0);
      if (String(counted) !== ledger) differences.push(`${name}: ${window} ${counted}, ledger ${ledger}`);
    }
    if (hash['h'] !== '0') differences.push(`${name}: ${hash['h']} is still reserved`);
  }
  return differences;
}

async function untilDrained(/** @type {Redis} */ redis) {
  const deadline = performance.now() + DRAINED_WITHIN_MS;
  while ((await redis.xlen('cch:{ledger}:stream')) > 0) {
    if (performance.now() > deadline) throw new Error('the ledger is not drained');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function table(/** @type {Record<string, Counted[]>} */ samples) {
  const names = Object.keys(samples);
  const median = (/** @type {string} */ name, /** @type {(sample: Counted) => number} */ value) =>
    quantileOf((samples[name] ?? []).map(value), 0.5);
  const row = (
    /** @type {string} */ title,
    /** @type {(sample: Counted) => number} */ value,
    /** @type {number} */ digits,
  ) => [title, ...names.map((name) => median(name, value).toFixed(digits))];
  const latency = (/** @type {number} */ share) => (/** @type {Counted} */ sample) =>
    quantileOf(sample.latencies, share);
  return [
    ['limits', ...names],
    ['limits', ...names].map(() => '---'),
    row('CPU per request, µs', (sample) => sample.cpuPerAnswer, 0),
    row('CPU of Redis per request, µs', (sample) => sample.serverCpu['Redis'] ?? Number.NaN, 1),
    row('CPU of PostgreSQL per request, µs', (sample) => sample.serverCpu['PostgreSQL'] ?? Number.NaN, 0),
    row('Scripts in Redis per request', (sample) => sample.scripts, 2),
    row('Commands in Redis per request, those of scripts included', (sample) => sample.commands, 1),
    row('Latency at 25 requests per second, median, ms', latency(0.5), 2),
    row('Latency at 25 requests per second, 99th percentile, ms', latency(0.99), 2),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
