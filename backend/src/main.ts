import 'reflect-metadata';
import { loadConfig } from './config/config';
import { migrate } from './platform/database/migrate';
import { openLogger } from './platform/observability/logger';
import { StartRefused } from './platform/start-refused';
import { startHub } from './roles/hub';

const loaded = loadConfig(process.env);
if (!loaded.ok) {
  console.error(['The hub cannot start with this environment:', ...loaded.problems].join('\n  '));
  process.exit(78); // EX_CONFIG
}

const { config } = loaded;
const logger = openLogger(config);
process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'unhandled rejection'));

try {
  const { applied } = await migrate(config);
  if (applied.length > 0) logger.info({ applied }, 'database schema brought up to date');
  const hub = await startHub(config, logger);
  logger.info({ url: hub.url, role: config.ROLE }, 'hub is ready');
  process.send?.({ kind: 'ready', url: hub.url });

  const stop = (signal: string) => {
    logger.info({ signal }, 'hub is stopping');
    void hub.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The launcher has died. Its PostgreSQL and Redis are next to go.
  process.once('disconnect', () => stop('disconnect'));
} catch (error) {
  if (error instanceof StartRefused) console.error(error.message);
  else logger.fatal({ err: error }, 'hub cannot start');
  process.exit(1);
}
