import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';

/** The harness that drives the clients. It lies beside a checkout of its authors and nowhere else. */
export const HARNESS = path.resolve(projectRoot, '../shared/clients');
export const INSTALLED = path.join(projectRoot, '.cache/clients');

const PACKAGES = {
  claude: ['@anthropic-ai/claude-code'],
  codex: ['@openai/codex'],
  gemini: ['@google/gemini-cli'],
  sdk: ['@anthropic-ai/sdk', 'openai', '@google/genai'],
};

/** @typedef {keyof typeof PACKAGES} Bundle */

/** Installs clients in the versions that the harness names; does nothing when they are there. */
export function installClients(/** @type {readonly Bundle[]} */ bundles) {
  const script = path.join(HARNESS, 'install.sh');
  const wanted = createHash('sha256').update(readFileSync(script)).digest('hex');
  const missing = bundles.filter((bundle) => readMark(bundle) !== wanted);
  if (missing.length === 0) return false;
  mkdirSync(INSTALLED, { recursive: true });
  const { status, stdout, stderr } = spawnSync('bash', [script, INSTALLED, ...missing], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The clients could not be installed:\n${stdout}${stderr}`);
  for (const bundle of missing) writeFileSync(markOf(bundle), wanted);
  return true;
}

/** Names and versions of what is installed. */
export function clientVersions(/** @type {readonly Bundle[]} */ bundles) {
  return bundles.flatMap((bundle) =>
    PACKAGES[bundle].map((name) => {
      const file = path.join(INSTALLED, bundle, 'node_modules', name, 'package.json');
      return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
    }),
  );
}

function readMark(/** @type {Bundle} */ bundle) {
  return existsSync(markOf(bundle)) ? readFileSync(markOf(bundle), 'utf8') : undefined;
}

function markOf(/** @type {Bundle} */ bundle) {
  return path.join(INSTALLED, `${bundle}.installed`);
}
