import path from 'node:path';
import { defineConfig } from 'rolldown';

// Dependencies stay in node_modules; our own sources and the decorator helpers that rolldown injects are bundled.
const BUNDLED = /^(@cch|@oxc-project)\//;

export default defineConfig({
  input: 'backend/src/main.ts',
  platform: 'node',
  tsconfig: 'backend/tsconfig.json',
  external: (id) => !id.startsWith('.') && !path.isAbsolute(id) && !BUNDLED.test(id),
  moduleTypes: { '.lua': 'text', '.sql': 'text' },
  output: { dir: 'dist/backend', format: 'esm', sourcemap: true, cleanDir: true },
});
