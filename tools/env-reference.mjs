// Writes docs/configuration.md and deploy/env/.env.example from backend/src/config/env.schema.ts.
//   node tools/env-reference.mjs           writes the files
//   node tools/env-reference.mjs --check   fails when the files in the tree are not what would be written
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './runtime/paths.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { readText } from './runtime/processes.mjs';

await usePinnedNode();
const { readVariables } = await import('./docs/env-variables.mjs');
const { configurationPage, envExample } = await import('./docs/env-texts.mjs');
const { format, resolveConfig } = await import('prettier');

const variables = await readVariables();
const page = 'docs/configuration.md';
const style = await resolveConfig(path.join(projectRoot, page));
const texts = {
  [page]: await format(configurationPage(variables), { ...style, parser: 'markdown' }),
  'deploy/env/.env.example': envExample(variables),
};

if (process.argv.includes('--check')) check();
else for (const [file, text] of Object.entries(texts)) writeFileSync(path.join(projectRoot, file), text);

function check() {
  const stale = Object.entries(texts).filter(
    ([file, text]) => readText(path.join(projectRoot, file)) !== text,
  );
  if (stale.length === 0) return;
  const names = stale.map(([file]) => file).join(', ');
  console.error(`${names}: not what the backend reads now. Run: node tools/env-reference.mjs`);
  process.exitCode = 1;
}
