// Writes the typed client of the admin API: libs/api-client/openapi.json, src/schema.ts and src/models.ts.
//   node tools/api-client.mjs           writes the files
//   node tools/api-client.mjs --check   fails when the files in the tree are not what would be written
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { rolldown } from 'rolldown';
import backend from '../backend/rolldown.config.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const CLIENT = path.join(ROOT, 'libs/api-client');
const GENERATED = '// Generated from openapi.json by `npm run api-client`.\n';

const document = sortKeys(await readDocument());
const files = {
  'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'src/schema.ts': GENERATED + astToString(await openapiTS(document, { defaultNonNullable: false })),
  'src/models.ts': GENERATED + models(document),
};

if (process.argv.includes('--check')) check();
else for (const [name, text] of Object.entries(files)) writeFileSync(path.join(CLIENT, name), text);

function check() {
  const stale = Object.entries(files).filter(([name, text]) => read(path.join(CLIENT, name)) !== text);
  if (stale.length === 0) return;
  const names = stale.map(([name]) => `libs/api-client/${name}`).join(', ');
  console.error(`${names}: not what the admin API is now. Run: npm run api-client`);
  process.exitCode = 1;
}

/** Bundles the backend's document writer and runs it. It needs no server; see roles/openapi-document.ts. */
async function readDocument() {
  process.chdir(ROOT); // the backend's configuration names its files from here
  const folder = mkdtempSync(path.join(ROOT, 'node_modules/.cch-openapi-')); // where imports of packages resolve
  try {
    const bundle = await rolldown({ ...backend, input: 'backend/src/roles/openapi-document.ts' });
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'document.mjs' });
    await bundle.close();
    const target = path.join(folder, 'openapi.json');
    execFileSync(process.execPath, [path.join(folder, 'document.mjs'), target], { stdio: 'inherit' });
    return JSON.parse(readFileSync(target, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Short names for the schemas, and for the query of every list. */
function models({ components, paths }) {
  const schemas = Object.keys(components.schemas).map(
    (name) => `export type ${name} = components['schemas']['${name}'];`,
  );
  const queries = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ parameters = [] }) => parameters.some((parameter) => parameter.in === 'query'))
    .map(({ operationId }) => {
      const name = `${operationId[0].toUpperCase()}${operationId.slice(1)}Query`;
      return `export type ${name} = NonNullable<operations['${operationId}']['parameters']['query']>;`;
    });
  return `import type { components, operations } from './schema';\n\n${[...schemas, '', ...queries].join('\n')}\n`;
}

/** The order in which Nest finds controllers may change; the order of keys in the file may not. */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there yet: as stale as can be.
    return undefined;
  }
}
