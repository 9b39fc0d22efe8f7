// Writes backend/src/prices/shipped-prices.json, the price table that comes with the hub (docs/pricing.md).
//   node tools/model-prices.mjs           writes the prices of today
//   node tools/model-prices.mjs --check   fails when the file is not what the package says of the file's own date
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './runtime/paths.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';
import { readText } from './runtime/processes.mjs';

await usePinnedNode();
const { shippedTable } = await import('./prices/shipped-table.mjs');
const { format, resolveConfig } = await import('prettier');

const target = 'backend/src/prices/shipped-prices.json';
const file = path.join(projectRoot, target);

if (process.argv.includes('--check')) await check();
else writeFileSync(file, await textOf(new Date().toISOString().slice(0, 10)));

async function check() {
  const text = readText(file) ?? '';
  const date = /"date": "(\d{4}-\d\d-\d\d)"/.exec(text)?.[1];
  if (date !== undefined && text === (await textOf(date))) return;
  console.error(`${target}: not what the package of prices says. Run: node tools/model-prices.mjs`);
  process.exitCode = 1;
}

async function textOf(/** @type {string} */ day) {
  // Without line breaks within the models, so that each of them takes one line where it fits.
  const { models, ...about } = shippedTable(day);
  const lines = Object.entries(models).map(
    ([name, sheet]) => `${JSON.stringify(name)}: ${JSON.stringify(sheet)}`,
  );
  const json = `{${JSON.stringify(about).slice(1, -1)},\n"models": {\n${lines.join(',\n')}\n}}`;
  return format(json, { ...(await resolveConfig(file)), parser: 'json' });
}
