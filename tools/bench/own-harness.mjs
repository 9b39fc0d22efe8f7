import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';
import { say, step } from '../runtime/steps.mjs';
import { buildProducts } from '../start/build.mjs';
import { writeSection } from './document.mjs';
import { figuresOf } from './figures.mjs';
import { leaveMeasuredCore } from './launch.mjs';
import { countLedgerEntries } from './ledger-check.mjs';
import { chosenPhases } from './options.mjs';
import { isCpuKnown, memoryMib } from './proc-stat.mjs';
import { profileHub } from './profile.mjs';
import { figureTable, ownerTables, placeTables, surroundings } from './report.mjs';
import { runRounds, warmUp } from './rounds.mjs';
import { openStage } from './stage.mjs';

const RESULTS = path.join(projectRoot, '.bench');
const PLACES_SHOWN = 12;

/** Measures hub and floor side by side and returns the exit code: 1 when an answer or a ledger entry was not right. */
export async function runOwnHarness(/** @type {import('./options.mjs').Options} */ options) {
  mkdirSync(RESULTS, { recursive: true });
  await step('Hub', async () => (await buildProducts(['backend']), { says: 'built' }));
  leaveMeasuredCore();
  os.setPriority(0, Number(options.nice));
  const stage = await step('Stage', async () => {
    const value = await openStage();
    return { says: 'ready', detail: 'PostgreSQL, Redis, mock upstream, driver, floor, hub', value };
  });
  const giveUp = () => void stage.stop().finally(() => process.exit(1));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, giveUp);
  try {
    return await measureAndReport(stage, options);
  } finally {
    await stage.stop();
  }
}

async function measureAndReport(
  /** @type {import('./stage.mjs').Stage} */ stage,
  /** @type {import('./options.mjs').Options} */ options,
) {
  const phases = chosenPhases(options);
  const rounds = Number(options.reps ?? (options.quick ? 3 : 5));
  const warmed = await step('Warm-up', async () => {
    let answered = 0;
    for (const target of stage.targets) {
      const count = await warmUp(stage, target);
      if (target.name === 'hub') answered += count;
    }
    return { says: 'done', value: answered };
  });
  const samples = await runRounds(stage, { phases, rounds, isQuick: options.quick });
  const profiled = options.profile
    ? await profileHub(
        stage,
        phases.filter((phase) => phase !== 'latency'),
      )
    : { owners: {}, answered: 0 };
  const hubSamples = Object.values(samples).flatMap((byTarget) => byTarget['hub'] ?? []);
  const sent = hubSamples.reduce((sum, sample) => sum + (sample?.answered ?? 0), warmed + profiled.answered);
  const entries = await countLedgerEntries(stage.dsn, sent);
  const problems = problemsIn(samples);
  /** @type {import('./report.mjs').Report} */
  const report = {
    ...surroundings(),
    command: `npm run bench${process.argv
      .slice(2)
      .map((arg) => ` ${arg}`)
      .join('')}`.replace('bench ', 'bench -- '),
    remarks: remarks({ stage, samples, rounds, sent, entries, problems }),
    figures: figuresOf(samples),
    owners: profiled.owners,
  };
  await publish(report, options.write);
  return problems.length === 0 && entries === sent ? 0 : 1;
}

/** @param {{ stage: import('./stage.mjs').Stage, samples: import('./rounds.mjs').Samples, rounds: number, sent: number, entries: number, problems: string[] }} run */
function remarks({ stage, samples, rounds, sent, entries, problems }) {
  const all = Object.values(samples).flatMap((byTarget) => Object.values(byTarget).flat());
  const disturbed = all.filter((sample) => (sample?.foreignShare ?? 0) > 0.08).length;
  const memory = stage.targets
    .filter(({ name }) => name !== 'direct')
    .map(({ name, running }) => `${name} ${memoryMib(running.pid).toFixed(0)} MiB`);
  return [
    `${rounds} rounds. Memory at the end: ${memory.join(', ')}.`,
    `${disturbed} of ${all.length} measurements had other programs on the measured core for more than 8 % of the time.`,
    problems.length === 0
      ? 'Every answer was complete, in order and unchanged, and the upstream saw each request once with all its bytes.'
      : `Problems: ${problems.join('; ')}.`,
    `The ledger has ${entries} entries for ${sent} requests.`,
    ...(isCpuKnown ? [] : ['CPU time is measured on Linux only.']),
  ].join(' ');
}

function problemsIn(/** @type {import('./rounds.mjs').Samples} */ samples) {
  return Object.entries(samples).flatMap(([phase, byTarget]) =>
    Object.entries(byTarget).flatMap(([target, ofTarget]) =>
      ofTarget.flatMap((sample) =>
        Object.entries(sample?.problems ?? {}).map(
          ([what, times]) => `${target} ${phase}: ${what} (${times})`,
        ),
      ),
    ),
  );
}

async function publish(
  /** @type {import('./report.mjs').Report} */ report,
  /** @type {boolean} */ isWritten,
) {
  const { command, date, machine, commit, remarks: notes, figures, owners } = report;
  const about = `\`${command}\`, ${date}, commit ${commit}. ${machine}. ${notes}`;
  const sections = [about, figureTable(figures)];
  const hasProfile = Object.keys(owners).length > 0;
  const profile = [
    `\`${command}\`, ${date}, commit ${commit}.`,
    ...ownerTables(owners),
    ...placeTables(owners, PLACES_SHOWN),
  ];
  say(`\n${[...sections, ...(hasProfile ? profile : [])].join('\n\n')}\n`);
  const file = path.join(RESULTS, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  if (!isWritten) return;
  await writeSection('performance.md', 'figures', sections.join('\n\n'));
  if (hasProfile) await writeSection('performance.md', 'profile', profile.join('\n\n'));
}
