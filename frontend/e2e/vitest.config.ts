import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  resolve: { tsconfigPaths: true },
  test: {
    include: ['*.e2e.spec.ts'],
    globalSetup: '../../backend/test/support/global-setup.ts',
    testTimeout: 300_000, // one of them draws every page there is, with a busy machine around it
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ['default', ['json', { outputFile: '../../dist/test-results/frontend-e2e.json' }]],
  },
});
