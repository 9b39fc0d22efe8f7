import { spawn } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.mjs';
import { step } from './steps.mjs';

// npm writes this file at the end of every installation that changed something.
const MARK = 'node_modules/.package-lock.json';

/** Runs `npm install` when the packages are missing or older than package-lock.json. */
export async function installPackages() {
  if (!isInstallNeeded(projectRoot)) return;
  await step('Packages', async () => {
    await npmInstall();
    // npm leaves the mark alone when nothing changed; without this every later start would ask npm again.
    const now = new Date();
    utimesSync(path.join(projectRoot, MARK), now, now);
    return { says: 'installed' };
  });
}

/** True when the folder's packages do not reflect its package-lock.json; an interrupted installation has no mark. */
export function isInstallNeeded(/** @type {string} */ folder) {
  const installed = modifiedAt(path.join(folder, MARK));
  const locked = modifiedAt(path.join(folder, 'package-lock.json'));
  return installed === undefined || (locked !== undefined && locked > installed);
}

function modifiedAt(/** @type {string} */ file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function npmInstall() {
  // NODE_ENV=production in the user's shell must not leave the build tools out.
  const args = [
    'install',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  return new Promise((resolve, reject) => {
    let output = '';
    const npm = spawn('npm', args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    npm.stdout.on('data', (chunk) => (output += chunk));
    npm.stderr.on('data', (chunk) => (output += chunk));
    npm.once('error', (error) =>
      reject(new Error(`npm cannot be run (${error.message}). It comes with Node.`)),
    );
    npm.once('close', (code) => {
      if (code === 0) return resolve(undefined);
      reject(
        new Error(
          `npm install failed:\n${output.trim()}\nCheck the connection to npm's registry and run it again.`,
        ),
      );
    });
  });
}
