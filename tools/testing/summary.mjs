import path from 'node:path';
import { reportFile } from './targets.mjs';

/**
 * One line of the summary.
 * @typedef {object} Row
 * @property {string} task
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} note
 */

/**
 * What one Nx task did.
 * @typedef {object} TaskResult
 * @property {string} project
 * @property {string} target
 * @property {number | undefined} exitCode undefined when it never ran
 * @property {boolean} isCached
 * @property {number} seconds
 */

/**
 * Counts a task: by its report when its runner writes one, else as one.
 * @param {TaskResult} task
 * @param {(file: string) => string} read text of a file below the project's root, '' when it is not there
 * @returns {Row}
 */
export function countTask(task, read) {
  const row = {
    task: `${task.project}:${task.target}`,
    passed: 0,
    failed: 0,
    skipped: 0,
    note: timing(task),
  };
  if (task.exitCode === undefined) return { ...row, failed: 1, note: 'did not run' };
  const file = reportFile(task.project, task.target);
  if (file === undefined) return task.exitCode === 0 ? { ...row, passed: 1 } : { ...row, failed: 1 };
  const report = parseReport(read(file));
  if (report === undefined) return { ...row, failed: 1, note: `no report in ${file}` };
  return { ...row, ...report, failed: failuresOf(report, task.exitCode) };
}

/** The failed tests of a task by name, as far as its report tells. */
export function failedTests(
  /** @type {Pick<TaskResult, 'project' | 'target'>} */ { project, target },
  /** @type {(file: string) => string} */ read,
) {
  const file = reportFile(project, target);
  /** @type {{ name: string, assertionResults?: { status: string, fullName: string }[] }[]} */
  const suites = (file && parse(read(file))?.testResults) || [];
  return suites.flatMap(({ name, assertionResults = [] }) =>
    assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${path.basename(name)}: ${test.fullName}`),
  );
}

/** The table, with one line per task, and the sums. */
export function summarize(/** @type {Row[]} */ rows) {
  const passed = sum(rows.map((row) => row.passed));
  const failed = sum(rows.map((row) => row.failed));
  const width = Math.max(...rows.map((row) => row.task.length), 4);
  const line = (/** @type {string[]} */ [task = '', ...cells]) =>
    `  ${task.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const lines = rows.map((row) => {
    const counts = [row.passed, row.failed, row.skipped].map((count) => (count === 0 ? '-' : String(count)));
    return `${line([row.task, ...counts])}   ${row.note}`;
  });
  return { passed, failed, table: [line(['task', 'passed', 'failed', 'skipped']), ...lines].join('\n') };
}

// A runner can end badly with no failed test: an unhandled rejection, a suite that does not load, no tests at all.
function failuresOf(/** @type {{ failed: number }} */ report, /** @type {number} */ exitCode) {
  return exitCode === 0 ? report.failed : Math.max(report.failed, 1);
}

function parseReport(/** @type {string} */ text) {
  const report = parse(text);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending } = report ?? {};
  if (![passed, failed, pending].every(Number.isInteger)) return undefined;
  return { passed, failed, skipped: pending + (report.numTodoTests ?? 0) };
}

function parse(/** @type {string} */ text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no report, or half of one
  }
}

function timing(/** @type {TaskResult} */ task) {
  return task.isCached ? 'unchanged' : `${task.seconds.toFixed(1)} s`;
}

function sum(/** @type {number[]} */ numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
