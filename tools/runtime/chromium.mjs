import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { hasDebianPackages, unpackDebianPackages } from './debian-packages.mjs';
import { onPath } from './on-path.mjs';
import { runtimeFolder } from './paths.mjs';
import { privateChromium } from './private-chromium.mjs';

const run = promisify(execFile);
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const ELSEWHERE = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
// Without the CJK fonts every Chinese label of the console is a row of boxes.
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/**
 * The browser for the tests: `CHROMIUM_PATH`, one that is installed, else Debian's, installed by root and unpacked into
 * `.data/runtime-chromium` by anybody else.
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  const installed = findInstalled();
  if (installed) return installed;
  if (!hasDebianPackages()) throw new Error(noChromium());
  try {
    return process.getuid?.() === 0 ? await installAsRoot() : await unpackForUser();
  } catch (error) {
    throw new Error(`${noChromium()}\n${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function findInstalled() {
  const found = [...NAMES.map(onPath), ...ELSEWHERE].find((file) => file !== undefined && existsSync(file));
  const unpacked = path.join(runtimeFolder('chromium'), 'chromium');
  return found ?? (existsSync(unpacked) ? unpacked : undefined);
}

async function installAsRoot() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, maxBuffer: 1 << 26 };
  await run('apt-get', ['-qq', 'update'], options);
  await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...PACKAGES], options);
  const installed = findInstalled();
  if (installed) return installed;
  throw new Error('The package chromium was installed, but there is no program of that name.');
}

async function unpackForUser() {
  const folder = runtimeFolder('chromium');
  await unpackDebianPackages({ names: PACKAGES, alwaysToo: PACKAGES, folder });
  const launcher = privateChromium(folder);
  try {
    await run(launcher, ['--version']);
    return launcher;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true }); // else the next run would take it for a working one
    throw error;
  }
}

function noChromium() {
  const how = hasDebianPackages()
    ? 'Run `sudo apt-get install chromium fonts-noto-cjk`'
    : 'Install Chromium or Chrome with your package manager';
  return `The browser tests need Chromium, and there is none here. ${how}, or set CHROMIUM_PATH to the program.`;
}
