import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * Starts a server in a process of its own and kills that process the hard way, so that the server stays behind; returns
 * the server's process id.
 */
export async function leaveServerBehind(module: 'postgres' | 'redis', dataDir: string): Promise<number> {
  const start = module === 'postgres' ? 'startPostgres' : 'startRedis';
  const url = path.join(import.meta.dirname, `${module}.mjs`);
  const script = `import { ${start} } from ${JSON.stringify(url)};
    const server = await ${start}({ dataDir: ${JSON.stringify(dataDir)}, durable: true });
    process.stdout.write(String(server.pid));
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(starter.stdout, 'data');
  const gone = once(starter, 'exit');
  starter.kill('SIGKILL');
  await gone;
  return Number(String(chunk));
}
