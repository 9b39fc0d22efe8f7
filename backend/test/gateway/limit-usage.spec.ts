import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LimitUsageView } from '../../src/rate-limit/limit-usage.dto';
import type { RateLimitEventPage } from '../../src/rate-limit/rate-limit-event.dto';
import type { SettingsView } from '../../src/settings/settings.dto';
import { standardAnswer } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { LimitBench } from '../support/limit-bench';
import { standingOf } from '../support/limits-desk';

let bench: LimitBench;
beforeAll(async () => {
  bench = await LimitBench.start(2);
}, 60_000);
afterAll(() => bench?.stop());

const usageOf = (path: string) => bench.rig.hub.admin<LimitUsageView>('GET', `${path}/limit-usage`);

it('tells what requests under way hold, and what they have used when they are done', async () => {
  const model = await bench.pricedModel({ perRequest: '0.4' });
  const limits = { rpmLimit: 10, limitConcurrentSessions: 5, limitTotalUsd: '10' };
  const { key, keyId } = await bench.caller({}, limits);
  await bench.known(model, key);
  const more = gate();
  bench.rig.upstream.script(model, async (exchange) => {
    await more.opened;
    await standardAnswer(exchange);
  });
  const asked = bench.burst(3, key, model);
  const held = await eventually('all three hold', async () => {
    const usage = await usageOf(`/keys/${keyId}`);
    return standingOf(usage, 'spend_total')?.reserved === '1.2' ? usage : undefined;
  });
  expect(standingOf(held, 'spend_total')).toMatchObject({ used: '0', remaining: '8.8' });
  expect(standingOf(held, 'rpm')).toMatchObject({ limit: '10', used: '3', remaining: '7' });
  expect(standingOf(held, 'concurrent_sessions')).toMatchObject({ limit: '5', used: '1', remaining: '4' });
  more.open();
  for (const { status } of await asked) expect(status).toBe(200);
  const settled = await eventually('all three are settled', async () => {
    const usage = await usageOf(`/keys/${keyId}`);
    return standingOf(usage, 'spend_total')?.used === '1.2' ? usage : undefined;
  });
  expect(standingOf(settled, 'spend_total')).toMatchObject({ reserved: '0', remaining: '8.8' });
});

it('a reset of the user opens the limits of its keys in every process', async () => {
  const model = await bench.pricedModel({ perRequest: '0.6' });
  const { key, keyId, userId } = await bench.caller({ limitTotalUsd: '100' }, { limitDailyUsd: '1' });
  await bench.known(model, key);
  for (const hub of bench.hubs) expect((await bench.ask(hub, key, model)).status).toBe(200);
  for (const hub of bench.hubs) expect((await bench.ask(hub, key, model)).status).toBe(429);
  const events = await eventually('the refusals are listed', async () => {
    const { items } = await bench.rig.hub.admin<RateLimitEventPage>(
      'GET',
      `/rate-limit-events?keyId=${keyId}`,
    );
    return items.length === 2 ? items : undefined;
  });
  expect(events[0]).toMatchObject({
    subject: 'key',
    kind: 'spend_daily',
    limit: '1',
    used: '1.2',
    model,
    userId,
  });

  const usage = await bench.rig.hub.admin<LimitUsageView>('POST', `/users/${userId}/limits/reset`);
  expect(standingOf(usage, 'spend_total')).toMatchObject({ used: '0', remaining: '100' });
  // The process that was told knows it at once, the other one within a second.
  expect((await bench.ask(bench.rig.hub, key, model)).status).toBe(200);
  const [, second] = bench.hubs;
  if (!second) throw new Error('a second hub is needed');
  await eventually('the other hub lets requests pass', async () => {
    return (await bench.ask(second, key, model)).status === 200 || undefined;
  });
  await eventually('what was spent since then is in the ledger', async () => {
    const { used, remaining } = standingOf(await usageOf(`/keys/${keyId}`), 'spend_daily') ?? {};
    return (used === '1.2' && remaining === '0') || undefined;
  });
});

it('a setting is in force in every process within a second', async () => {
  const { key } = await bench.caller({});
  const model = 'nobody-has-priced-this';
  await bench.known(await bench.pricedModel({ perRequest: '1' }), key);
  for (const hub of bench.hubs) expect((await bench.ask(hub, key, model)).status).toBe(200);
  const before = performance.now();
  await bench.rig.hub.admin<SettingsView>('PATCH', '/settings', { unpricedModels: 'refuse' });
  for (const hub of bench.hubs) {
    await eventually('it refuses', async () => {
      const got = await bench.ask(hub, key, model);
      return got.headers['x-hub-error'] === 'model_unpriced' || undefined;
    });
  }
  expect(performance.now() - before).toBeLessThan(2000);
  await bench.rig.hub.admin<SettingsView>('PATCH', '/settings', { unpricedModels: null });
});
