import { say, step } from '../runtime/steps.mjs';
import { buildProducts } from './build.mjs';
import { startHub } from './hub.mjs';
import { supervise } from './supervise.mjs';

/** Builds and starts the hub, says where the console is, and stays until it is told to stop or the hub ends. */
export function run() {
  return supervise(async ({ dataDir, services, shutdown }) => {
    await step('Hub and console', async () => (await buildProducts(), { says: 'built' }));
    if (shutdown.isBegun) return;
    const hub = startHub(dataDir, services.env);
    shutdown.add('Hub', () => hub.stop(), { noisy: true });
    shutdown.onImpatience = hub.kill;
    const serving = async () => ({ says: 'serving', value: await hub.ready });
    const url = await step('Hub', serving, { during: 'starting' });
    say(welcome(url, services.adminToken));
    const code = await hub.exited;
    await shutdown.end(code, `The hub ended by itself (exit code ${code}).`);
  });
}

/** @returns {string} */
function welcome(
  /** @type {string} */ url,
  /** @type {import('./services.mjs').Services['adminToken']} */ adminToken,
) {
  const lines = [
    '',
    `  Console       ${url}`,
    `  Admin token   ${whereToken(adminToken)}`,
    '  Stop          Ctrl-C',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

// Shown once: a token in every start's output ends up in logs and screenshots.
function whereToken(/** @type {import('./services.mjs').Services['adminToken']} */ adminToken) {
  if (!adminToken) return 'the one in ADMIN_TOKEN';
  return adminToken.isNew ? `${adminToken.token}  (kept in ${adminToken.file})` : `in ${adminToken.file}`;
}
