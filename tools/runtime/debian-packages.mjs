import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The folder in which Debian keeps this machine's libraries, below `/usr/lib`. */
const TRIPLET = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu', arm: 'arm-linux-gnueabihf' };

/**
 * Downloads Debian packages, with whatever they depend on that is not installed, and unpacks them into `folder/root`.
 * Works for every user and leaves the system alone: no package database is written and no package script is run.
 * @param {{ names: string[], alwaysToo?: string[], folder: string }} request `alwaysToo` are taken even when the system
 *   has them
 */
export async function unpackDebianPackages({ names, alwaysToo = [], folder }) {
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(path.join(draft, 'lists/partial'), { recursive: true });
  mkdirSync(path.join(draft, 'archives/partial'), { recursive: true });
  try {
    await fetchPackages(names, alwaysToo, draft);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    renameSync(path.join(draft, 'root'), path.join(folder, 'root'));
  } finally {
    rmSync(draft, { recursive: true, force: true }); // the package lists alone are 20 MB
  }
}

/** True where the packages of `unpackDebianPackages` can be had at all. */
export function hasDebianPackages() {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg');
}

/** Where programs unpacked below `root` find their libraries. */
export function libraryPath(/** @type {string} */ root) {
  const triplet = TRIPLET[/** @type {keyof typeof TRIPLET} */ (process.arch)] ?? '';
  // PulseAudio keeps a library of its own apart and expects it at its place in the system.
  const folders = [`usr/lib/${triplet}`, `lib/${triplet}`, `usr/lib/${triplet}/pulseaudio`];
  return folders.map((folder) => path.join(root, folder)).join(':');
}

async function fetchPackages(
  /** @type {string[]} */ names,
  /** @type {string[]} */ alwaysToo,
  /** @type {string} */ draft,
) {
  const options = privateApt(draft);
  await run('apt-get', [...options, 'update'], { cwd: draft });
  const plan = await run('apt-get', [...options, '-s', '--no-install-recommends', 'install', ...names], {
    cwd: draft,
    maxBuffer: 1 << 24,
  });
  const missing = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => String(name));
  const wanted = [...new Set([...alwaysToo, ...missing])];
  await run('apt-get', [...options, 'download', ...wanted], { cwd: draft, maxBuffer: 1 << 24 });
  for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', file, 'root'], { cwd: draft });
  }
}

// Lists and archives of our own, so neither root's rights nor its locks are needed.
function privateApt(/** @type {string} */ draft) {
  const settings = [
    `Dir::State::lists=${draft}/lists`,
    `Dir::Cache=${draft}`,
    `Dir::Cache::archives=${draft}/archives`,
    // Else apt, started by root, downloads as `_apt`, who may not write here.
    `APT::Sandbox::User=${process.getuid?.() === 0 ? 'root' : ''}`,
    // Hooks of the system (cleaning of image layers, desktop notifiers) would touch its own folders.
    'APT::Update::Post-Invoke=',
    'APT::Update::Post-Invoke-Success=',
    'Acquire::Retries=3',
  ];
  return ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
}
