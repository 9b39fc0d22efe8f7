import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { projectRoot } from '../runtime/paths.mjs';

const SCHEMA = 'backend/src/config/env.schema.ts';
// No kind of value accepts it but free text, so every other kind says what it allows instead.
const UNREADABLE = '\u0000';

/**
 * One variable as the documents show it.
 * @typedef {object} Variable
 * @property {string} name
 * @property {string} meaning
 * @property {string | undefined} fallback as an operator would write it
 * @property {string} allowed
 * @property {boolean} isUsed false when the backend reads and checks it, but nothing asks for its value yet
 */

/** @typedef {{ ok: true } | { ok: false, allowed: string }} Parsed */
/** @typedef {{ parse: (raw: string) => Parsed, fallback?: string, meaning: string }} Definition */

/** Every variable of the backend, in the order of its schema. */
export async function readVariables() {
  const { ENV } = await importSchema();
  const sources = readSources(path.join(projectRoot, 'backend/src'));
  return Object.entries(ENV).map(([name, { parse, fallback, meaning }]) => {
    const refused = parse(UNREADABLE);
    const isUsed = new RegExp(`\\b${name}\\b`).test(sources);
    return { name, meaning, fallback, allowed: refused.ok ? 'text' : refused.allowed, isUsed };
  });
}

/**
 * The schema is TypeScript whose imports name no extensions, so it is bundled before it is run.
 * @returns {Promise<{ ENV: Record<string, Definition> }>}
 */
async function importSchema() {
  const bundle = await rolldown({ input: path.join(projectRoot, SCHEMA), platform: 'node' });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

function readSources(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.spec\.ts$|env\.schema\.ts$/.test(name))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
}
