// Checks which way imports point: between projects, and between the folders of the backend (docs/architecture.md).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Project → projects it may import. */
const PROJECTS = {
  'libs/contracts': [],
  'libs/domain': ['libs/contracts'],
  'libs/conversion': ['libs/contracts'],
  'libs/api-client': [],
  backend: ['libs/contracts', 'libs/domain', 'libs/conversion'],
  frontend: ['libs/contracts', 'libs/domain', 'libs/api-client'],
};

/** Packages that a project may never import. */
const BANNED_PACKAGES = {
  'libs/contracts': /./,
  // Time zones are a part of the language that Node 24 does not have yet.
  'libs/domain': /^(?!temporal-polyfill$)/,
  'libs/conversion': /./,
  frontend: /^(@nestjs\/|typeorm$|ioredis$|bullmq$|undici$|pg$)/,
};

// Inside the backend arrows point down this list: roles → proxy → features → platform → config.
const EDGES = ['main.ts', 'roles'];
const TOP = ['proxy'];
const BASE = ['platform', 'config', 'lua.d.ts'];

/** Feature → features it may import. Whoever is not named imports none. `admin` is the edge of every controller. */
const FEATURES = {
  admin: [],
  audit: [],
  'circuit-breaker': [],
  conversion: [],
  limits: [],
  'rate-limit': ['limits', 'settings', 'usage'],
  sessions: [],
  settings: [],
  health: ['providers', 'keys'],
  login: ['settings'],
  users: ['limits', 'settings'],
  keys: ['limits', 'settings', 'users'],
  providers: ['limits', 'settings', 'circuit-breaker'],
  routing: ['circuit-breaker', 'keys', 'providers', 'settings'],
  rules: ['settings', 'providers'],
  prices: ['settings'],
  usage: ['settings', 'providers', 'keys', 'users', 'prices', 'rules'],
  notifications: ['settings', 'usage', 'providers', 'users', 'keys'],
};

const BANNED_FOLDERS = new Set(['utils', 'helpers', 'common', 'shared', 'misc']);
const IMPORT =
  /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm;

const problems = [];
for (const project of Object.keys(PROJECTS)) {
  for (const file of sourceFiles(path.join(ROOT, project, 'src'))) check(project, path.relative(ROOT, file));
}
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? 'All imports point the right way.'
    : `${problems.length} imports point the wrong way.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function check(project, file) {
  const folder = file.split(path.sep).find((part) => BANNED_FOLDERS.has(part));
  if (folder) problems.push(`${file}: a folder named ${folder} belongs to nobody; name it for its job`);
  const isSpec = file.endsWith('.spec.ts');
  for (const specifier of importsOf(file)) {
    const target = resolve(file, specifier);
    if (target === undefined) {
      if (!isSpec && BANNED_PACKAGES[project]?.test(specifier))
        problems.push(`${file}: may not import ${specifier}`);
      continue;
    }
    const owner = Object.keys(PROJECTS).find((name) => target.startsWith(`${name}/`));
    if (owner !== project && !PROJECTS[project].includes(owner))
      problems.push(`${file}: may not import ${specifier}`);
    if (owner === 'backend' && project === 'backend') checkFolders(file, target);
  }
}

function checkFolders(file, target) {
  const from = file.split('/')[2];
  const to = target.split('/')[2];
  if (from === to || EDGES.includes(from)) return;
  const allowed = BASE.includes(from)
    ? BASE.includes(to) && (from === 'platform' || to !== 'platform')
    : BASE.includes(to) ||
      (TOP.includes(from) ? !EDGES.includes(to) : to === 'admin' || FEATURES[from]?.includes(to));
  if (!allowed) problems.push(`${file}: ${from} may not import ${to}`);
}

function resolve(file, specifier) {
  const alias = /^@cch\/([^/]+)\/(.+)$/.exec(specifier);
  if (alias) return `libs/${alias[1]}/src/${alias[2]}`;
  if (!specifier.startsWith('.') || specifier.endsWith('/package.json')) return undefined; // the version is no code
  return path.normalize(path.join(path.dirname(file), specifier));
}

function importsOf(file) {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3]);
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
