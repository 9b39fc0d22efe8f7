/** Everything that proves the project, in Nx's words; a project has those that make sense for it. */
export const TEST_TARGETS = ['lint', 'format', 'typecheck', 'test', 'e2e'];

/** Targets whose runner writes a report with one result per test. */
const REPORTING = new Set(['test', 'e2e']);

/**
 * Where a task's Vitest report belongs, below the project's root; undefined for a task that counts as one.
 * `backend:test` writes dist/test-results/backend.json, `frontend:e2e` dist/test-results/frontend-e2e.json.
 */
export function reportFile(/** @type {string} */ project, /** @type {string} */ target) {
  if (!REPORTING.has(target)) return undefined;
  return `dist/test-results/${project}${target === 'test' ? '' : `-${target}`}.json`;
}
