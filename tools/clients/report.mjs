import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';

/** @typedef {import('./run-harness.mjs').Verdict} Verdict */

/** Clients down, scenarios across, as a Markdown table. */
export function matrix(
  /** @type {readonly Verdict[]} */ verdicts,
  /** @type {readonly string[]} */ clients,
  /** @type {readonly string[]} */ scenarios,
) {
  const cell = (/** @type {string} */ client, /** @type {string} */ scenario) => {
    const verdict = verdicts.find((one) => one.client === client && one.scenario === scenario);
    if (!verdict) return '-';
    return verdict.limit ? 'limit' : verdict.ok ? 'ok' : '**failed**';
  };
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['client', ...scenarios]),
    line(['---', ...scenarios.map(() => '---')]),
    ...clients.map((client) => line([client, ...scenarios.map((scenario) => cell(client, scenario))])),
  ].join('\n');
}

/** Writes the result in the form of Vitest's JSON reporter, for whoever counts the tests of the project. */
export function writeTestReport(/** @type {readonly Verdict[]} */ verdicts, { skipped = 0 } = {}) {
  const failed = verdicts.filter(({ ok }) => !ok).length;
  const assertionResults = verdicts.map(({ client, scenario, ok, why, ms }) => ({
    status: ok ? 'passed' : 'failed',
    fullName: `${client} ${scenario}`,
    title: scenario,
    ancestorTitles: [client],
    duration: ms,
    failureMessages: ok ? [] : [why],
  }));
  const report = {
    numTotalTests: verdicts.length + skipped,
    numPassedTests: verdicts.length - failed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    success: failed === 0,
    testResults: [{ name: 'clients', status: failed === 0 ? 'passed' : 'failed', assertionResults }],
  };
  const folder = path.join(projectRoot, 'dist/test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'clients.json'), JSON.stringify(report));
}
