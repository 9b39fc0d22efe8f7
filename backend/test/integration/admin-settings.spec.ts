import { afterEach, afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SettingsView } from '../../src/settings/settings.dto';
import type { SystemInfoView } from '../../src/settings/system-info.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';

const PATH = '/api/v1/settings';
const OPEN = {
  rpm: 'open',
  concurrent_sessions: 'open',
  spend_5h: 'open',
  spend_daily: 'open',
  spend_weekly: 'open',
  spend_monthly: 'open',
  spend_total: 'open',
};
const DEFAULTS = {
  timeZone: 'Asia/Tokyo',
  billedModel: 'original',
  unpricedModels: 'flag',
  estimatedOutputTokens: 8192,
  limitOutage: OPEN,
  sources: {
    timeZone: 'environment',
    billedModel: 'default',
    unpricedModels: 'default',
    estimatedOutputTokens: 'default',
    limitOutage: 'default',
  },
};

let app: AdminApp;
let neighbour: AdminApp;
beforeAll(async () => {
  app = await startAdminApp({ TZ: 'Asia/Tokyo' });
  // Another process of the same hub.
  neighbour = await startAdminApp({ TZ: 'Asia/Tokyo', DSN: app.config.DSN, REDIS_URL: app.config.REDIS_URL });
});
afterAll(async () => {
  await neighbour?.stop();
  await app?.stop();
});
afterEach(async () => {
  await patch(Object.fromEntries(Object.keys(DEFAULTS.sources).map((name) => [name, null])));
});

const read = async (from = app) => (await from.client.get<SettingsView>(PATH)).body;
const stored = async () => {
  const rows: { name: string; value: unknown }[] = await app.database.query(
    `SELECT name, value FROM settings WHERE name <> 'encryptionCheck'`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
};

async function patch(fields: object): Promise<SettingsView> {
  const answer = await app.client.patch<SettingsView>(PATH, fields);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

it('are the defaults of the hub and of its environment at first', async () => {
  expect(await read()).toEqual(DEFAULTS);
  expect(await stored()).toEqual({});
});

it('takes every value, says that it is stored, and null sets it back', async () => {
  const changed = await patch({
    timeZone: 'Europe/Berlin',
    billedModel: 'redirected',
    unpricedModels: 'refuse',
    estimatedOutputTokens: 0,
    limitOutage: { spend_total: 'closed', rpm: 'local' },
  });
  expect(changed).toEqual({
    timeZone: 'Europe/Berlin',
    billedModel: 'redirected',
    unpricedModels: 'refuse',
    estimatedOutputTokens: 0,
    limitOutage: { ...OPEN, spend_total: 'closed', rpm: 'local' },
    sources: {
      timeZone: 'stored',
      billedModel: 'stored',
      unpricedModels: 'stored',
      estimatedOutputTokens: 'stored',
      limitOutage: 'stored',
    },
  });
  expect(await read()).toEqual(changed);

  const partly = await patch({ billedModel: null, timeZone: null });
  expect(partly).toMatchObject({ billedModel: 'original', timeZone: 'Asia/Tokyo', unpricedModels: 'refuse' });
  expect(partly.sources).toMatchObject({ billedModel: 'default', timeZone: 'environment' });
  expect(await patch({})).toEqual(partly);
});

it('a value that is the default is stored all the same, when somebody says so', async () => {
  const { billedModel, sources } = await patch({ billedModel: 'original' });
  expect([billedModel, sources.billedModel]).toEqual(['original', 'stored']);
});

describe('limitOutage', () => {
  it('is merged kind by kind, and null sets a kind back', async () => {
    await patch({ limitOutage: { rpm: 'closed' } });
    const { limitOutage } = await patch({ limitOutage: { spend_5h: 'local', spend_daily: 'closed' } });
    expect(limitOutage).toEqual({ ...OPEN, rpm: 'closed', spend_5h: 'local', spend_daily: 'closed' });

    const later = await patch({ limitOutage: { rpm: null, spend_daily: 'open' } });
    expect(later.limitOutage).toEqual({ ...OPEN, spend_5h: 'local' });
    expect(await stored()).toEqual({ limitOutage: { spend_5h: 'local', spend_daily: 'open' } });

    const last = await patch({ limitOutage: { spend_5h: null, spend_daily: null } });
    expect(last.sources.limitOutage).toBe('default');
    expect(await stored()).toEqual({});
    expect((await patch({ limitOutage: {} })).sources.limitOutage).toBe('default');
  });

  it('keeps both of two changes at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        patch({ limitOutage: { rpm: 'closed' } }),
        patch({ limitOutage: { spend_total: 'local' } }),
      ]);
      expect(await stored()).toEqual({ limitOutage: { rpm: 'closed', spend_total: 'local' } });
      await patch({ limitOutage: null });
    }
  });

  it('is mended by a change when its row was written by hand', async () => {
    for (const value of ['"text"', '[1]', 'null', '{"rpm":"shut","colour":"red","spend_5h":"local"}']) {
      await app.database.query(`INSERT INTO settings (name, value) VALUES ('limitOutage', $1::jsonb)`, [
        value,
      ]);
      await patch({ limitOutage: { spend_daily: 'closed' } });
      const kept = value.includes('local') ? { spend_5h: 'local' } : {};
      expect(await stored()).toEqual({ limitOutage: { ...kept, spend_daily: 'closed' } });
      await patch({ limitOutage: null });
    }
  });
});

it('is in force in another process within a second or so', async () => {
  const before = performance.now();
  await patch({ estimatedOutputTokens: 1234, timeZone: 'Europe/Berlin' });
  await vi.waitFor(async () => expect(await read(neighbour)).toMatchObject({ estimatedOutputTokens: 1234 }), {
    timeout: 5000,
    interval: 20,
  });
  expect(performance.now() - before).toBeLessThan(2000);
  const { body } = await neighbour.client.get<SystemInfoView>('/api/v1/system/info');
  expect(body.timeZone).toBe('Europe/Berlin');
});

it('spells time zones as the runtime does', async () => {
  expect((await patch({ timeZone: ' asia/shanghai ' })).timeZone).toBe('Asia/Shanghai');
  expect(await stored()).toEqual({ timeZone: 'Asia/Shanghai' });
});

it('a value that is not valid any more does not hold, and is not shown', async () => {
  await app.database.query(
    `INSERT INTO settings (name, value) VALUES ('timeZone', '"Mars/Olympus"'), ('unpricedModels', '7')`,
  );
  await vi.waitFor(async () => expect((await read()).sources.timeZone).toBe('environment'));
  expect(await read()).toEqual(DEFAULTS);
});

it.each([
  [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'not_a_choice'],
  [{ timeZone: '' }, 'timeZone', 'too_short'],
  [{ timeZone: 'x'.repeat(65) }, 'timeZone', 'too_long'],
  [{ timeZone: 8 }, 'timeZone', 'wrong_type'],
  [{ billedModel: 'both' }, 'billedModel', 'not_a_choice'],
  [{ unpricedModels: true }, 'unpricedModels', 'not_a_choice'],
  [{ estimatedOutputTokens: -1 }, 'estimatedOutputTokens', 'out_of_range'],
  [{ estimatedOutputTokens: 1_000_001 }, 'estimatedOutputTokens', 'out_of_range'],
  [{ estimatedOutputTokens: 1.5 }, 'estimatedOutputTokens', 'wrong_type'],
  [{ estimatedOutputTokens: '8192' }, 'estimatedOutputTokens', 'wrong_type'],
  ['{"estimatedOutputTokens":1e999}', 'estimatedOutputTokens', 'wrong_type'],
  [{ limitOutage: 'closed' }, 'limitOutage', 'wrong_type'],
  [{ limitOutage: [] }, 'limitOutage', 'wrong_type'],
  [{ limitOutage: { rpm: 'shut' } }, 'limitOutage.rpm', 'not_a_choice'],
  [{ limitOutage: { rpm: 1 } }, 'limitOutage.rpm', 'not_a_choice'],
  [{ limitOutage: { spend_yearly: 'open' } }, 'limitOutage.spend_yearly', 'unknown_field'],
  [{ encryptionCheck: 'x' }, 'encryptionCheck', 'unknown_field'],
  [{ sources: {} }, 'sources', 'unknown_field'],
  [{ colour: 'red' }, 'colour', 'unknown_field'],
])('refuses %j: %s is %s', async (body, path, code) => {
  const answer = await app.client.patch(PATH, body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  expect(await stored()).toEqual({});
});

it('changes nothing when one of several values is wrong', async () => {
  const answer = await app.client.patch(PATH, { timeZone: 'UTC', limitOutage: { rpm: 'x', spend_5h: 'y' } });
  expect(answer.body.errors.map(({ path }) => path)).toEqual(['limitOutage.rpm', 'limitOutage.spend_5h']);
  expect(await read()).toEqual(DEFAULTS);
});

it.each(['[]', '"text"', '7'])('refuses the body %s', async (body) => {
  const answer = await app.client.patch(PATH, body);
  expect(answer.status).toBe(400);
});

it('leaves the check of the encryption key alone', async () => {
  const check = `SELECT value, updated_at FROM settings WHERE name = 'encryptionCheck'`;
  const before: unknown[] = await app.database.query(check);
  await patch({ timeZone: 'UTC', limitOutage: { rpm: 'closed' } });
  await patch({ timeZone: null, limitOutage: null });
  expect(before).toHaveLength(1);
  expect(await app.database.query(check)).toEqual(before);
  expect(
    app.client.answers.some(({ text }) => text.includes('encryptionCheck') && !text.includes('problem')),
  ).toBe(false);
});
