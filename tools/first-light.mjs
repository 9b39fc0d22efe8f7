// Shows that a running hub works, over HTTP alone:
//
//   node tools/first-light.mjs --hub http://127.0.0.1:23000 --token ADMIN_TOKEN
//
// It plays a provider, registers itself in the hub once per provider type, makes a user with a key, asks in all four
// formats, streaming and not, compares what arrives and what the request log says, and removes everything again.
// Where the hub does not run on this machine, `--upstream-host` names this machine as the hub can reach it.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AdminApi } from './first-light/admin-api.mjs';
import { answerText, DIALECTS } from './first-light/dialects.mjs';
import { PROVIDER_KEY, startProvider } from './first-light/provider.mjs';

const LOG_WITHIN_MS = 10_000;

/**
 * @typedef {import('./first-light/dialects.mjs').Dialect} Dialect
 * @typedef {{ dialect: Dialect, type: string, model: string, stream: boolean }} Probe
 */

/** Asks like a client would and says what is wrong with the answer; nothing when all is well. */
async function ask(
  /** @type {string} */ hub,
  /** @type {string} */ key,
  /** @type {Probe} */ { dialect, model, stream },
) {
  const response = await fetch(hub + dialect.path(model, stream), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(dialect.ask(model, stream)),
  });
  const text = await response.text();
  const id = response.headers.get('x-request-id') ?? '';
  if (response.status !== 200) return { id, fault: `status ${response.status}: ${text.slice(0, 200)}` };
  return { id, fault: text === answerText(dialect, stream) ? '' : 'the answer was changed on its way' };
}

async function logEntry(/** @type {AdminApi} */ api, /** @type {string} */ id) {
  for (const deadline = Date.now() + LOG_WITHIN_MS; Date.now() < deadline; await pause(100)) {
    const entry = await api.call('GET', `/usage-logs/${id}`, undefined).catch(() => undefined);
    if (entry) return entry;
  }
  throw new Error(`the request log has no entry ${id}`);
}

function faultsOf(
  /** @type {Record<string, unknown>} */ entry,
  /** @type {Probe} */ { dialect, type, model, stream },
) {
  const expected = {
    ...dialect.tokens,
    clientFormat: dialect.format,
    providerType: type,
    requestedModel: model,
    isStreaming: stream,
    statusCode: 200,
    errorCode: null,
  };
  return Object.entries(expected)
    .filter(([name, value]) => (entry[name] ?? (typeof value === 'number' ? 0 : null)) !== value)
    .map(([name, value]) => `${name} is ${entry[name]}, not ${value}`);
}

async function check(/** @type {AdminApi} */ api, /** @type {string} */ providerUrl) {
  const run = `first-light-${randomBytes(4).toString('hex')}`;
  await api.create('/provider-groups', { name: run });
  const { id: userId } = await api.create('/users', { name: run, providerGroups: [run] });
  const { key } = await api.create(`/users/${userId}/keys`, { name: run });
  let failures = 0;
  for (const dialect of DIALECTS) {
    for (const type of dialect.types) {
      const model = `${run}-${type}`;
      await api.create('/providers', {
        name: model,
        type,
        url: providerUrl,
        key: PROVIDER_KEY,
        groups: [run],
        allowedModels: [{ match: 'exact', pattern: model }],
      });
      for (const stream of [false, true]) {
        const probe = { dialect, type, model, stream };
        const { id, fault } = await ask(api.hub, key, probe);
        const faults = fault === '' ? faultsOf(await logEntry(api, id), probe) : [fault];
        if (faults.length > 0) failures += 1;
        const name = `${dialect.format.padEnd(16)} ${type.padEnd(17)} ${stream ? 'streamed' : 'whole   '}`;
        console.log(faults.length === 0 ? `ok    ${name}` : `FAIL  ${name}  ${faults.join('; ')}`);
      }
    }
  }
  return failures;
}

const { values } = parseArgs({
  options: {
    hub: { type: 'string', default: 'http://127.0.0.1:23000' },
    token: { type: 'string', default: process.env['ADMIN_TOKEN'] ?? '' },
    'upstream-host': { type: 'string', default: '127.0.0.1' },
  },
});
const api = new AdminApi(values.hub.replace(/\/+$/, ''), values.token);
const provider = await startProvider();
let failures = 1;
try {
  failures = await check(api, `http://${values['upstream-host']}:${provider.port}`);
  console.log(failures === 0 ? '\nFirst light: everything works.' : `\nFirst light: ${failures} failed.`);
} catch (error) {
  console.log(`\nFirst light: ${error instanceof Error ? error.message : error}`);
} finally {
  await api.cleanUp();
  provider.stop();
}
process.exit(failures === 0 ? 0 : 1);
