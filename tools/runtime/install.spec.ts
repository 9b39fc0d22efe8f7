import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isInstallNeeded } from './install.mjs';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'install-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, secondsAgo: number): void {
  const at = Date.now() / 1000 - secondsAgo;
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), '{}');
  utimesSync(path.join(folder, file), at, at);
}

const LOCK = 'package-lock.json';
const MARK = 'node_modules/.package-lock.json';

it.each([
  ['nothing is installed', { [LOCK]: 10 }, true],
  ['an installation was interrupted', { [LOCK]: 10, 'node_modules/a/package.json': 5 }, true],
  ['the lock file changed since', { [LOCK]: 5, [MARK]: 10 }, true],
  ['the packages are newer', { [LOCK]: 10, [MARK]: 5 }, false],
  ['there is no lock file to compare with', { [MARK]: 5 }, false],
])('decides on npm install when %s', (_name, files, expected) => {
  for (const [file, secondsAgo] of Object.entries(files)) write(file, secondsAgo);
  expect(isInstallNeeded(folder)).toBe(expected);
});
