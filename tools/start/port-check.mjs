import { execFileSync } from 'node:child_process';
import { portProblem } from '../runtime/ports.mjs';
import { commandOf } from '../runtime/processes.mjs';

/** Refuses early, and says what to do, when the hub could not listen on its port. */
export async function requireFreePort(/** @type {number} */ port) {
  if (port === 0) return;
  const problem = await portProblem(port);
  if (problem === undefined) return;
  const why =
    problem === 'taken'
      ? `Port ${port} is taken${holderOf(port)}. Stop that program or choose another port`
      : `This user may not listen on port ${port}. Choose one above 1023`;
  throw new Error(`${why}: APP_PORT=${port < 1024 ? 23000 : port + 1} npm start`);
}

/** Names the program on a port where the system lets us know, else says nothing. */
function holderOf(/** @type {number} */ port) {
  try {
    const list = execFileSync('ss', ['-Hltnp', `sport = :${port}`], { encoding: 'utf8', stdio: 'pipe' });
    const pid = /,pid=(\d+)/.exec(list)?.[1];
    return pid ? ` by process ${pid} (${commandOf(Number(pid)).slice(0, 80)})` : '';
  } catch {
    return '';
  }
}
