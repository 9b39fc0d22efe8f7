import { existsSync } from 'node:fs';
import { say, step } from '../runtime/steps.mjs';
import { countLedgerEntries } from '../bench/ledger-check.mjs';
import { writeSection } from '../bench/document.mjs';
import { surroundings } from '../bench/report.mjs';
import { buildProducts } from '../start/build.mjs';
import { clientVersions, HARNESS, installClients } from './install.mjs';
import { matrix, writeTestReport } from './report.mjs';
import { runClients } from './run-harness.mjs';
import { openStage } from './stage.mjs';

/** Lets real clients talk through a hub and returns the exit code. */
export async function runMatrix(/** @type {import('./options.mjs').Plan} */ plan) {
  if (!existsSync(HARNESS)) {
    say('Skipped: there is no ../shared/clients with the harness that drives the clients.\n');
    writeTestReport([], { skipped: plan.clients.length * plan.scenarios.length });
    return 0;
  }
  await step('Clients', async () => ({ says: installClients(plan.bundles) ? 'installed' : 'are there' }));
  await step('Hub', async () => (await buildProducts(['backend']), { says: 'built' }));
  const stage = await step('Stage', async () => ({ says: 'ready', value: await openStage() }));
  const giveUp = () => void stage.stop().finally(() => process.exit(1));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, giveUp);
  let left = 0;
  try {
    return await judge(stage, plan);
  } finally {
    left = await stage.stop();
    if (left > 0) say(`${left} processes that clients had left behind were ended.\n`);
  }
}

async function judge(
  /** @type {import('./stage.mjs').Stage} */ stage,
  /** @type {import('./options.mjs').Plan} */ plan,
) {
  const verdicts = await runClients(stage, plan, ({ client, scenario, ok, why, ms }) =>
    say(
      `  ${ok ? 'ok    ' : 'FAILED'} ${client.padEnd(18)} ${scenario.padEnd(11)} ${seconds(ms)}  ${ok ? '' : why}\n`,
    ),
  );
  const upstream = await requestsSeen(stage.mockUrl);
  const entries = await countLedgerEntries(stage.dsn, upstream);
  verdicts.push(ledgerVerdict(upstream, entries));
  writeTestReport(verdicts);
  const failed = verdicts.filter(({ ok }) => !ok).length;
  const sum = `${verdicts.length - failed} passed, ${failed} failed`;
  const table = matrix(verdicts, plan.clients, plan.scenarios);
  const ledger = `${upstream} requests reached the upstream; the ledger has ${entries} entries.`;
  if (plan.isWritten) await writeDown(plan, `${table}\n\n${sum}. ${ledger}`, verdicts);
  say(`\n${table}\n\n${ledger}\n${sum}\n`);
  return failed === 0 ? 0 : 1;
}

/** @returns {Promise<number>} */
async function requestsSeen(/** @type {string} */ mockUrl) {
  const answer = await fetch(`${mockUrl}/__mock/records`);
  const records = await answer.json();
  return records.filter((/** @type {{ method?: string }} */ record) => record.method === 'POST').length;
}

/** @returns {import('./run-harness.mjs').Verdict} */
function ledgerVerdict(/** @type {number} */ upstream, /** @type {number} */ entries) {
  const why = `${upstream} requests upstream, ${entries} ledger entries`;
  return { client: 'ledger', scenario: 'one entry per request', ok: upstream === entries, why, ms: 0 };
}

async function writeDown(
  /** @type {import('./options.mjs').Plan} */ plan,
  /** @type {string} */ result,
  /** @type {readonly import('./run-harness.mjs').Verdict[]} */ verdicts,
) {
  const { date, machine, commit } = surroundings();
  const command = ['npm run test:clients', ...process.argv.slice(2)]
    .join(' ')
    .replace('clients --', 'clients -- --');
  const about = `\`${command}\`, ${date}, commit ${commit}. ${machine}.`;
  const versions = `Versions: ${clientVersions(plan.bundles).join(', ')}.`;
  const failures = verdicts
    .filter(({ ok }) => !ok)
    .map((one) => `- ${one.client} ${one.scenario}: ${one.why}`);
  await writeSection(
    'client-matrix.md',
    'matrix',
    [about, versions, result, failures.join('\n')].join('\n\n'),
  );
}

function seconds(/** @type {number} */ ms) {
  return `${(ms / 1000).toFixed(1)} s`.padStart(7);
}
