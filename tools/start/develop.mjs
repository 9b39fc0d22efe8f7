import { say } from '../runtime/steps.mjs';
import { startConsoleServer } from './console-server.mjs';
import { ReplaceableHub } from './replaceable-hub.mjs';
import { supervise } from './supervise.mjs';
import { watchBackend } from './watch-backend.mjs';

/** Runs hub and console from the sources: the hub is rebuilt and replaced on change, the console reloads itself. */
export function develop() {
  return supervise(async ({ dataDir, services, shutdown }) => {
    const { adminToken } = services;
    if (adminToken) say(`  Admin token         ${adminToken.token}\n`);
    const hub = new ReplaceableHub(dataDir, { NODE_ENV: 'development', ...services.env });
    shutdown.add('Hub', () => hub.stop(), { noisy: true });
    const watcher = await watchBackend(() => hub.replace());
    shutdown.add('Rebuilding', () => watcher.close());
    const consoleServer = startConsoleServer();
    shutdown.add('Console', consoleServer.stop, { noisy: true });
    const code = await consoleServer.exited;
    await shutdown.end(code, `The console's server ended by itself (exit code ${code}).`);
  });
}
