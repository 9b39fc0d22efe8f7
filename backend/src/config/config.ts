import { ENV, type EnvName, type EnvValues, type EnvVariable } from './env.schema';
import { maskPassword, unquote } from './env-types';

/** How this process runs. How the product behaves is in the settings instead. */
export interface Config extends Omit<
  EnvValues,
  'DSN' | 'REDIS_URL' | 'ADMIN_TOKEN' | 'ENCRYPTION_KEY' | 'TZ'
> {
  readonly DSN: string;
  readonly REDIS_URL: string;
  readonly ADMIN_TOKEN: string;
  readonly ENCRYPTION_KEY: Buffer;
  readonly TZ: string;
}

/** Injection token: `Config` is an interface and has no value of its own. */
export const CONFIG = Symbol('CONFIG');

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

type RawEnv = Readonly<Record<string, string | undefined>>;

/** Reads and checks all variables at once, so that one look at the message mends the whole environment. */
export function loadConfig(env: RawEnv): LoadedConfig {
  const problems: string[] = [];
  const read = <T>(name: EnvName, variable: EnvVariable<T>): T | undefined => {
    const given = unquote(env[name] ?? '');
    const raw = given === '' ? variable.fallback : given;
    if (raw === undefined) return undefined;
    const parsed = variable.parse(raw);
    if (parsed.ok) return parsed.value;
    problems.push(`${name} is ${quote(raw, variable)}; allowed: ${parsed.allowed}`);
    return undefined;
  };

  const values: Record<string, unknown> = {};
  for (const name of Object.keys(ENV) as EnvName[])
    values[name] = read(name, ENV[name] as EnvVariable<unknown>);
  values['TZ'] ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  problems.push(...missing(values, problems), ...weakToken(values));

  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: Object.freeze(values) as unknown as Config };
}

const REQUIRED: Readonly<Partial<Record<EnvName, string>>> = {
  DSN: 'a PostgreSQL server as postgres://user:password@host:5432/database (`npm start` brings its own)',
  REDIS_URL: 'a Redis server as redis://host:6379 (`npm start` brings its own)',
  ADMIN_TOKEN: 'a random token of at least 16 characters (openssl rand -hex 24)',
  ENCRYPTION_KEY: '32 random bytes in base64 (openssl rand -base64 32)',
};

function missing(values: Record<string, unknown>, problems: readonly string[]): string[] {
  return Object.entries(REQUIRED)
    .filter(([name]) => values[name] === undefined && !problems.some((line) => line.startsWith(`${name} `)))
    .map(([name, allowed]) => `${name} is not set; allowed: ${allowed}`);
}

function weakToken(values: Record<string, unknown>): string[] {
  const token = values['ADMIN_TOKEN'];
  if (typeof token !== 'string' || values['EMBEDDED_POSTGRES'] === true) return [];
  if (token !== 'change-me' && token.length >= 16) return [];
  const shown = token === 'change-me' ? '"change-me"' : `only ${token.length} characters long`;
  return [`ADMIN_TOKEN is ${shown}; allowed: ${REQUIRED.ADMIN_TOKEN}`];
}

function quote(raw: string, { shown }: EnvVariable<unknown>): string {
  if (shown === 'never') return `set, but not usable (${raw.length} characters)`;
  return JSON.stringify(shown === 'password-masked' ? maskPassword(raw) : raw);
}
