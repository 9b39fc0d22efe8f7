import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite/tools',
  test: {
    include: ['**/*.spec.ts'],
    reporters: ['default', ['json', { outputFile: '../dist/test-results/tools.json' }]],
    testTimeout: 60_000,
  },
});
