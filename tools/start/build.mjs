import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';

const PRODUCTS = ['dist/backend/main.js', 'dist/frontend/browser/index.html'];

/** Builds hub and console. Nx knows what changed, so this takes about a second when nothing did. */
export async function buildProducts(/** @type {string[]} */ projects = ['backend', 'frontend']) {
  if (!isThere('node_modules/.bin/nx') && PRODUCTS.every(isThere)) return; // built elsewhere, installed without tools
  const { code, output } = await runNx(['run-many', '-t', 'build', '-p', ...projects]);
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
}

function isThere(/** @type {string} */ file) {
  return existsSync(path.join(projectRoot, file));
}

/** @returns {Promise<{ code: number, output: string }>} */
function runNx(/** @type {string[]} */ args) {
  return new Promise((resolve, reject) => {
    let output = '';
    // No daemon: a start leaves no process behind.
    const env = { ...process.env, NX_DAEMON: 'false' };
    const child = spawn('nx', args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stopWithUs = () => child.kill();
    process.once('exit', stopWithUs);
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', stopWithUs);
      resolve({ code: code ?? 1, output });
    });
  });
}
