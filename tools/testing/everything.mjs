import { rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from '../runtime/chromium.mjs';
import { runTargets } from './nx-run.mjs';
import { projectRoot } from '../runtime/paths.mjs';
import { readText } from '../runtime/processes.mjs';
import { say, step } from '../runtime/steps.mjs';
import { startTestServices } from '../runtime/test-services.mjs';
import { countTask, failedTests, summarize } from './summary.mjs';
import { TEST_TARGETS } from './targets.mjs';

/** Brings servers and browser, runs every target, prints the sums and returns the exit code. */
export async function testEverything() {
  const services = await step('Test servers', async () => {
    const value = await servicesForRun();
    return { says: 'ready', detail: 'PostgreSQL and Redis of this run alone', value };
  });
  // Ctrl-C reaches Nx and its tasks by itself; the servers are in groups of their own. `on`, because npm passes on the
  // signal that the terminal has sent us already, and a second one must not cut the stop short.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void services.stop().finally(() => process.exit(1)));
  }
  try {
    const chromium = await browserForRun();
    const env = { ...process.env, TEST_DSN: services.dsn, TEST_REDIS_URL: services.redisUrl, ...chromium };
    rmSync(path.join(projectRoot, 'dist/test-results'), { recursive: true, force: true });
    const tasks = await runTargets(TEST_TARGETS, env);
    return report(tasks);
  } finally {
    await services.stop();
  }
}

/** @returns {Promise<import('../runtime/test-services.mjs').TestServices>} */
async function servicesForRun() {
  const { TEST_DSN: dsn, TEST_REDIS_URL: redisUrl } = process.env;
  if (dsn && redisUrl) return { dsn, redisUrl, stop: async () => undefined };
  return startTestServices();
}

// Without a browser all other tests still run; those that need one fail and repeat the message.
async function browserForRun() {
  try {
    const value = await step('Chromium', async () => {
      const found = await ensureChromium();
      return { says: 'ready', detail: found, value: found };
    });
    return { CHROMIUM_PATH: value };
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n`);
    return {};
  }
}

function report(/** @type {import('./summary.mjs').TaskResult[]} */ tasks) {
  const read = (/** @type {string} */ file) => readText(path.join(projectRoot, file));
  const rows = tasks.map((task) => countTask(task, read)).sort((a, b) => a.task.localeCompare(b.task));
  const { passed, failed, table } = summarize(rows);
  const names = tasks.flatMap((task) => failedTests(task, read));
  const failures = passed + failed === 0 ? 1 : failed; // nothing ran: that proves nothing
  if (names.length > 0) say(`\nFailed tests:\n${names.map((name) => `  ${name}\n`).join('')}`);
  say(`\n${table}\n\n${passed} passed, ${failures} failed\n`);
  return failures === 0 ? 0 : 1;
}
