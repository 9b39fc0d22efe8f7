import { type Logger, pino } from 'pino';
import type { Config } from '../../config/config';

export const LOGGER = Symbol('LOGGER');

// Names under which a secret might be logged by accident. Values that are no log fields are never logged at all.
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["x-api-key"]',
  '["x-goog-api-key"]',
  '["set-cookie"]',
  'key',
  'token',
  'password',
  'secret',
];

/** Structured lines on standard output, written asynchronously. */
export function openLogger(config: Pick<Config, 'LOG_LEVEL'>): Logger {
  return pino({
    level: config.LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((field) => nested(field)), censor: '****' },
  });
}

function nested(field: string): string[] {
  const path = field.startsWith('[') ? field : `.${field}`;
  return [field, `*${path}`, `*.*${path}`];
}
