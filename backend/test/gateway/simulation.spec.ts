import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SimulationView } from '../../src/routing/simulation.dto';
import { after, answers, standardAnswer } from '../support/fake-upstream-scripts';
import { dialectOf } from '../support/fake-upstream-dialects';
import { eventually, gate } from '../support/hub-eventually';
import { type Lane, Rig, unique } from '../support/hub-rig';

const dialect = dialectOf('anthropic');

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

/** What the simulator says of the lane's provider. */
async function simulated({ keyId, providerId }: Lane, model: string) {
  const draft = { keyId, format: 'anthropic', model };
  const { providers } = await rig.hub.admin<SimulationView>('POST', '/providers/simulate', draft);
  return providers.find((provider) => provider.providerId === providerId);
}

it('knows that a provider has asked to be left alone, and for which model', async () => {
  const lane = await rig.lane({ type: 'claude', url: rig.upstream.url });
  const model = unique('resting');
  rig.upstream.script(model, answers(429, '{}', { 'retry-after': '50' }));
  expect(await simulated(lane, model)).toMatchObject({ standing: 'candidate' });
  expect((await rig.ask(dialect, model, { key: lane.key })).status).toBe(429);
  expect(await simulated(lane, model)).toMatchObject({ standing: 'skipped', reason: 'cooling_down' });
  expect(await simulated(lane, unique('other'))).toMatchObject({ standing: 'candidate', probability: 1 });
});

it('knows when all trials of a recovering provider are taken', async () => {
  const lane = await rig.lane({
    type: 'claude',
    url: rig.upstream.url,
    circuitBreakerFailureThreshold: 1,
    circuitBreakerOpenDuration: 1000,
    circuitBreakerHalfOpenSuccessThreshold: 1,
  });
  const model = unique('trial');
  const { opened, open } = gate();
  rig.upstream.script(model, after(opened, standardAnswer));

  await rig.hub.admin('POST', `/providers/${lane.providerId}/circuit/open`);
  expect(await simulated(lane, model)).toMatchObject({ reason: 'circuit_open', circuit: 'open' });
  await eventually('half-open', async () => {
    const provider = await simulated(lane, model);
    return provider?.circuit === 'half-open' && provider.standing === 'candidate' ? true : undefined;
  });

  const asking = rig.ask(dialect, model, { key: lane.key });
  await eventually('the trial', () => rig.upstream.exchangesFor(model)[0]);
  expect(await simulated(lane, model)).toMatchObject({
    standing: 'skipped',
    reason: 'trials_busy',
    circuit: 'half-open',
  });
  open();
  expect((await asking).status).toBe(200);
  await eventually('closed', async () =>
    (await simulated(lane, model))?.circuit === 'closed' ? true : undefined,
  );
});
