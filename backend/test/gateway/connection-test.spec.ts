import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConnectionTestView } from '../../src/providers/connection-test/connection-test.dto';
import { answers } from '../support/fake-upstream-scripts';
import { dialectOf } from '../support/fake-upstream-dialects';
import { addProvider, PROVIDER_KEY, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

const test = (path: string, body: object) =>
  rig.hub.admin<ConnectionTestView>('POST', `/providers/${path}`, body);

it.each(PROVIDER_TYPES)('tests a provider of type %s that is saved, and one that is not', async (type) => {
  const fields = { type, url: rig.upstream.url };
  const id = await addProvider(rig.hub, { ...fields, isEnabled: false });
  const expected = { ok: true, statusCode: 200, usage: { outputTokens: 37 }, route: 'direct' };
  const [saved, draft] = [unique('saved'), unique('draft')];
  expect(await test(`${id}/test`, { model: saved })).toMatchObject({ ...expected, model: saved });
  const asked = { ...fields, key: PROVIDER_KEY, model: draft };
  expect(await test('test', asked)).toMatchObject({ ...expected, model: draft });
});

it('tells of a failure what real requests are told of it, and nobody else', async () => {
  const lane = await rig.lane({
    type: 'claude',
    url: rig.upstream.url,
    circuitBreakerFailureThreshold: 2,
  });
  const model = unique('fails');
  rig.upstream.script(model, answers(401, `{"error":{"message":"no ${PROVIDER_KEY}"}}`));
  for (let times = 0; times < 3; times += 1) {
    const result = await test(`${lane.providerId}/test`, { model });
    expect(result).toMatchObject({
      ok: false,
      statusCode: 401,
      errorCode: 'upstream_credentials',
      message: 'no ****',
    });
  }
  const circuit = await rig.hub.admin('GET', `/providers/${lane.providerId}/circuit`);
  expect(circuit).toMatchObject({ state: 'closed', failures: 0 });

  const got = await rig.ask(dialectOf('anthropic'), model, { key: lane.key });
  expect(got.headers['x-hub-error']).toBe('upstream_credentials');
  await rig.rowOf(got);
  // The real request is the only one with a row, and its row is the last to be written.
  const rows = (await rig.ledger.all()).filter((row) => row.requested_model === model);
  expect(rows).toHaveLength(1);
  expect(rig.hub.log).not.toContain(PROVIDER_KEY);
});
