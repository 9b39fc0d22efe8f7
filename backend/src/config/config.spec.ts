import { describe, expect, it } from 'vitest';
import { loadConfig } from './config';

const fine = {
  DSN: 'postgres://hub:secret@db:5432/hub',
  REDIS_URL: 'redis://cache:6379',
  ADMIN_TOKEN: 'a-token-of-some-length',
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  const loaded = loadConfig({ ...fine, ...env });
  return loaded.ok ? [] : loaded.problems;
}

function read(env: Record<string, string>) {
  const loaded = loadConfig({ ...fine, ...env });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

describe('loadConfig', () => {
  it('has the documented defaults', () => {
    expect(read({})).toMatchObject({
      APP_PORT: 23000,
      ROLE: 'all',
      AUTO_MIGRATE: true,
      ENABLE_RATE_LIMIT: true,
      SESSION_TTL: 300,
      STORE_SESSION_MESSAGES: false,
      ENABLE_SECURE_COOKIES: true,
      ENABLE_CIRCUIT_BREAKER_ON_NETWORK_ERRORS: false,
      ENABLE_SMART_PROBING: false,
      PROBE_INTERVAL_MS: 30_000,
      PROBE_TIMEOUT_MS: 5000,
      API_TEST_TIMEOUT_MS: 15_000,
      MAX_BODY_BYTES: 104_857_600,
      APP_URL: undefined,
    });
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['"true"', true],
    ["'False'", false],
    [' 0 ', false],
    ['"1"', true],
    ['', true],
  ])('reads the boolean %j as %j', (raw, value) => {
    expect(read({ AUTO_MIGRATE: raw }).AUTO_MIGRATE).toBe(value);
  });

  it.each(['yes', 'on', '2', '"tru"', 'true false'])('refuses the boolean %j', (raw) => {
    expect(problemsOf({ AUTO_MIGRATE: raw })).toEqual([
      `AUTO_MIGRATE is ${JSON.stringify(raw.replaceAll('"', ''))}; allowed: true, false, 1 or 0`,
    ]);
  });

  it('lists every bad variable at once', () => {
    const problems = problemsOf({
      APP_PORT: '70000',
      ROLE: 'boss',
      TZ: 'Mars/Base',
      API_TEST_TIMEOUT_MS: '100',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toMatch(
      /"70000".*1 to 65535[^]*"boss".*gateway[^]*"100".*5000 to 120000[^]*"Mars\/Base"/,
    );
  });

  it.each([
    'postgres:/hub:secret@db',
    'mysql://hub:secret@db/hub',
    'hub:secret@db:5432/hub',
    'postgres://hub:secret@db:5432',
  ])('shows the right form of a DSN and never its password: %s', (dsn) => {
    const [problem] = problemsOf({ DSN: dsn });
    expect(problem).toContain('postgres://user:password@host:5432/database');
    expect(problem).not.toContain('secret');
  });

  it.each([
    ['change-me', '"change-me"'],
    ['short', 'only 5 characters long'],
  ])('refuses the admin token %s beside a DSN', (token, shown) => {
    expect(problemsOf({ ADMIN_TOKEN: token })[0]).toContain(shown);
  });

  it('takes a short admin token for the embedded database', () => {
    expect(problemsOf({ ADMIN_TOKEN: 'dev', EMBEDDED_POSTGRES: 'true' })).toEqual([]);
  });

  it.each(['DSN', 'REDIS_URL', 'ADMIN_TOKEN', 'ENCRYPTION_KEY'])('says that %s is missing', (name) => {
    expect(problemsOf({ [name]: undefined })[0]).toMatch(new RegExp(`^${name} is not set; allowed: `));
  });

  it('takes the encryption key in base64 or hexadecimal and does not show a wrong one', () => {
    const bytes = Buffer.alloc(32, 9);
    expect(read({ ENCRYPTION_KEY: bytes.toString('hex') }).ENCRYPTION_KEY.equals(bytes)).toBe(true);
    expect(problemsOf({ ENCRYPTION_KEY: 'c2hvcnQ=' })[0]).not.toContain('c2hvcnQ');
  });
});
