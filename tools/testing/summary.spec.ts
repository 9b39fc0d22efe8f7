import { expect, it } from 'vitest';
import { countTask, failedTests, summarize } from './summary.mjs';

const report = (passed: number, failed: number, skipped = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
  });
const test = (exitCode: number | undefined) => ({
  project: 'backend',
  target: 'test',
  exitCode,
  isCached: false,
  seconds: 1,
});
const lint = (exitCode: number | undefined) => ({ ...test(exitCode), target: 'lint' });

it.each([
  ['a passing suite by its tests', test(0), report(12, 0, 2), { passed: 12, failed: 0, skipped: 2 }],
  ['a failing suite by its tests', test(1), report(11, 3), { passed: 11, failed: 3, skipped: 0 }],
  ['a runner that failed beside its tests', test(1), report(12, 0), { passed: 12, failed: 1, skipped: 0 }],
  ['a runner that crashed before its report', test(1), '', { passed: 0, failed: 1, skipped: 0 }],
  ['a runner that left half a report', test(0), '{"numPassed', { passed: 0, failed: 1, skipped: 0 }],
  ['a report without counts', test(0), '{}', { passed: 0, failed: 1, skipped: 0 }],
  [
    'a suite that never ran, whatever report lies there',
    test(undefined),
    report(12, 0),
    { passed: 0, failed: 1, skipped: 0 },
  ],
  ['a good lint run as one', lint(0), '', { passed: 1, failed: 0, skipped: 0 }],
  ['a bad lint run as one', lint(2), '', { passed: 0, failed: 1, skipped: 0 }],
])('counts %s', (_name, task, text, expected) => {
  expect(countTask(task, () => text)).toMatchObject(expected);
});

it('reads the report of the task it counts', () => {
  const read = (file: string) => (file === 'dist/test-results/frontend-e2e.json' ? report(4, 0) : '');
  const e2e = { project: 'frontend', target: 'e2e', exitCode: 0, isCached: false, seconds: 1 };
  expect(countTask(e2e, read)).toMatchObject({ passed: 4, failed: 0 });
});

it('names the failed tests', () => {
  const results = [
    { status: 'passed', fullName: 'group adds' },
    { status: 'failed', fullName: 'group divides' },
  ];
  const text = JSON.stringify({
    testResults: [{ name: '/some/where/sums.spec.ts', assertionResults: results }],
  });
  expect(failedTests(test(1), () => text)).toEqual(['sums.spec.ts: group divides']);
  expect(failedTests(test(1), () => '')).toEqual([]);
});

it('adds everything up', () => {
  const rows = [countTask(test(1), () => report(11, 3)), countTask(lint(0), () => '')];
  expect(summarize(rows)).toMatchObject({ passed: 12, failed: 3 });
});
