import type { Logger } from 'pino';

/** Runs a task that nobody waits for. Its failure is logged under its name, never lost. */
export function background(task: Promise<unknown>, name: string, logger: Logger): void {
  task.catch((error: unknown) => logger.error({ err: error, task: name }, 'background task failed'));
}
