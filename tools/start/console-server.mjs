import { spawn } from 'node:child_process';
import { projectRoot } from '../runtime/paths.mjs';
import { stopProcess } from '../runtime/processes.mjs';

const STOP_LADDER = /** @type {const} */ ([['SIGTERM', 3000]]);

/** Starts Angular's development server, which passes API calls on to the hub. */
export function startConsoleServer() {
  const child = spawn('nx', ['run', 'frontend:serve'], {
    cwd: projectRoot,
    env: { ...process.env, NX_DAEMON: 'false' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stopWithUs = () => child.kill();
  process.once('exit', stopWithUs);
  const exited = new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return { exited, stop: () => stopProcess(child.pid ?? 0, STOP_LADDER) };
}
