import { defineConfig, type Plugin } from 'vitest/config';

// Lua scripts are imported as text, as in rolldown.config.ts.
const lua: Plugin = {
  name: 'lua-as-text',
  transform: (source, id) =>
    id.endsWith('.lua') ? { code: `export default ${JSON.stringify(source)};`, map: null } : undefined,
};

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite/backend',
  plugins: [lua],
  resolve: { tsconfigPaths: true },
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: '../dist/test-results/backend.json' }]],
    // The gateway tests wait more than they compute: for limits to pass and for killed processes to be missed.
    maxWorkers: 3,
    // Several of them measure time, on a machine that runs the browser at the same time.
    retry: 1,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
