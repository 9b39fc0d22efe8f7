import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import {
  bool,
  encryptionKey,
  integer,
  oneOf,
  type Parser,
  postgresUrl,
  text,
  timeZone,
  url,
} from './env-types';

/** One environment variable. `fallback` is written as an operator would write it; without one it may be absent. */
export interface EnvVariable<T> {
  readonly parse: Parser<T>;
  readonly fallback?: string;
  readonly meaning: string;
  /** How the value is shown in messages. */
  readonly shown?: 'never' | 'password-masked';
}

const variable = <T>(definition: EnvVariable<T> & { readonly fallback: string }) => definition;
const optional = <T>(definition: EnvVariable<T>) => definition;

/** Every variable the hub reads. The reference in docs/ and deploy/env/.env.example are generated from this list. */
export const ENV = {
  ADMIN_TOKEN: optional({
    parse: text,
    shown: 'never',
    meaning:
      'Token of the administrator, at least 16 characters. `npm start` makes one for the embedded database.',
  }),
  DSN: optional({
    parse: postgresUrl,
    shown: 'password-masked',
    meaning: 'PostgreSQL server. Without it `npm start` runs its own.',
  }),
  REDIS_URL: optional({
    parse: url('redis://:password@host:6379/0 or rediss://…', 'redis:', 'rediss:'),
    shown: 'password-masked',
    meaning: 'Redis server. Without it `npm start` runs its own.',
  }),
  ENCRYPTION_KEY: optional({
    parse: encryptionKey,
    shown: 'never',
    meaning: 'Key that seals provider keys and other secrets at rest: 32 bytes in base64 or hexadecimal.',
  }),
  APP_HOST: variable({ parse: text, fallback: '0.0.0.0', meaning: 'Address to listen on.' }),
  APP_PORT: variable({ parse: integer(1, 65535), fallback: '23000', meaning: 'Port to listen on.' }),
  APP_URL: optional({
    parse: url('https://hub.example.com', 'http:', 'https:'),
    meaning:
      'Public address of the hub, used in set-up snippets. Without it the browser’s own address is used.',
  }),
  ROLE: variable({
    parse: oneOf('all', 'gateway', 'admin', 'worker'),
    fallback: 'all',
    meaning: 'What this process does: everything, or one of the three roles of a larger installation.',
  }),
  AUTO_MIGRATE: variable({
    parse: bool,
    fallback: 'true',
    meaning: 'Bring the database schema up to date at start.',
  }),
  DATA_DIR: variable({
    parse: text,
    fallback: '.data',
    meaning:
      'Folder for what the hub keeps on disk: the ledger spool, and the embedded servers of `npm start`.',
  }),
  EMBEDDED_POSTGRES: variable({
    parse: bool,
    fallback: 'false',
    meaning: 'Set by `npm start` when the DSN is its own server; ADMIN_TOKEN may then be short.',
  }),
  ENABLE_RATE_LIMIT: variable({
    parse: bool,
    fallback: 'true',
    meaning: 'Apply the limits of users, keys and providers.',
  }),
  SESSION_TTL: variable({
    parse: integer(1, 86_400),
    fallback: '300',
    meaning: 'Seconds for which a session keeps its provider after its last use.',
  }),
  STORE_SESSION_MESSAGES: variable({
    parse: bool,
    fallback: 'false',
    meaning: 'Keep the messages of recent sessions.',
  }),
  ENABLE_SECURE_COOKIES: variable({
    parse: bool,
    fallback: 'true',
    meaning: 'Send the console’s cookie only over HTTPS (browsers exempt localhost).',
  }),
  ENABLE_CIRCUIT_BREAKER_ON_NETWORK_ERRORS: variable({
    parse: bool,
    fallback: 'false',
    meaning: 'Let network errors, too, count towards a provider’s circuit breaker.',
  }),
  MAX_PROVIDER_SWITCHES: variable({
    parse: integer(FIELD_RANGES.maxProviderSwitches.min, FIELD_RANGES.maxProviderSwitches.max),
    fallback: String(FIELD_RANGES.maxProviderSwitches.default),
    meaning: 'How often one request may change to another provider.',
  }),
  FAILOVER_DEADLINE_MS: variable({
    parse: integer(0, 3_600_000),
    fallback: '240000',
    meaning:
      'Milliseconds after the arrival of a request in which an attempt may still start. Shorter than the patience of the clients (5 to 6 minutes).',
  }),
  ENABLE_SMART_PROBING: variable({
    parse: bool,
    fallback: 'false',
    meaning: 'Probe providers whose circuit breaker is open.',
  }),
  PROBE_INTERVAL_MS: variable({
    parse: integer(1000, 86_400_000),
    fallback: '30000',
    meaning: 'Milliseconds between probes.',
  }),
  PROBE_TIMEOUT_MS: variable({
    parse: integer(100, 600_000),
    fallback: '5000',
    meaning: 'Milliseconds one probe may take.',
  }),
  API_TEST_TIMEOUT_MS: variable({
    parse: integer(5000, 120_000),
    fallback: '15000',
    meaning: 'Milliseconds the connection test of a provider may take.',
  }),
  PRICE_SYNC_URL: variable({
    parse: url('https://prices.example.com/models.json', 'http:', 'https:'),
    fallback: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
    meaning:
      'Table of model prices in LiteLLM’s form that the price sync fetches when it is asked to. Nothing is fetched at start.',
  }),
  MAX_BODY_BYTES: variable({
    parse: integer(1024, 2_147_483_647),
    fallback: '104857600',
    meaning: 'Largest request body after decoding, in bytes.',
  }),
  TRUSTED_PROXIES: variable({
    parse: text,
    fallback: 'loopback',
    meaning:
      'Reverse proxies whose X-Forwarded-For is believed: addresses or networks separated by commas, `loopback`, `none`.',
  }),
  LOG_LEVEL: variable({
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
    meaning: 'Least severe log lines that are written.',
  }),
  SHUTDOWN_TIMEOUT_MS: variable({
    parse: integer(0, 600_000),
    fallback: '30000',
    meaning: 'Milliseconds that running streams get to end after SIGTERM.',
  }),
  TZ: optional({
    parse: timeZone,
    meaning: 'Time zone of days, weeks and schedules; the machine’s own by default.',
  }),
} as const;

export type EnvName = keyof typeof ENV;

type ValueOf<V> =
  V extends EnvVariable<infer T> ? (V extends { fallback: string } ? T : T | undefined) : never;

export type EnvValues = { readonly [Name in EnvName]: ValueOf<(typeof ENV)[Name]> };
