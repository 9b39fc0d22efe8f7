import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  resolve: { tsconfigPaths: true },
  test: {
    // Angular's packages are compiled to the end by this; without the Angular build, they need it at run time.
    setupFiles: ['@angular/compiler'],
    isolate: false,
    include: ['src/**/*.spec.ts'],
    reporters: ['default', ['json', { outputFile: '../dist/test-results/frontend.json' }]],
  },
});
