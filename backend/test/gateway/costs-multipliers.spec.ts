import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CostBench, expectSums, replyWith } from '../support/cost-bench';
import { dialectOf } from '../support/fake-upstream-dialects';
import { answers } from '../support/fake-upstream-scripts';
import { addCaller, addProvider, unique } from '../support/hub-rig';

const chat = dialectOf('openai-chat');
/** At 2 USD a million it costs 0.002. */
const USAGE = '{"prompt_tokens":1000,"completion_tokens":0}';
const SHEET = { input: '2' };

let bench: CostBench;
beforeAll(async () => {
  bench = await CostBench.start();
});
afterAll(() => bench?.stop());

async function group(costMultiplier: string): Promise<string> {
  const name = unique('group');
  await bench.rig.hub.admin('POST', '/provider-groups', { name, costMultiplier });
  return name;
}

function provider(
  groups: readonly string[],
  fields: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  return addProvider(bench.rig.hub, {
    type: 'openai-compatible',
    url: bench.rig.upstream.url,
    groups,
    ...fields,
  });
}

describe('8.4 the cost is multiplied', () => {
  it.each([
    ['1', '1', '0.002'],
    ['1.5', '1', '0.003'],
    ['1', '0.5', '0.001'],
    ['1.5', '0.5', '0.0015'],
    ['0.85', '1.2', '0.00204'],
    ['0.0001', '0.0001', '0.00000000002'],
    ['1000', '1000', '2000'],
    ['0', '1', '0'],
    ['1', '0', '0'],
  ])('by the provider’s %s and the group’s %s', async (ofProvider, ofGroup, usd) => {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(model, answers(200, replyWith('openai-chat', USAGE)));
    const groups = [await group(ofGroup)];
    await provider(groups, { costMultiplier: ofProvider });
    const { key } = await addCaller(bench.rig.hub, { providerGroups: groups });
    const row = await bench.costOf(await bench.rig.ask(chat, model, { key }));
    expect(row).toMatchObject({
      cost_usd: usd,
      cost_state: 'exact',
      cost_breakdown: {
        base: '0.002',
        providerMultiplier: ofProvider,
        groupMultiplier: ofGroup,
        total: usd,
      },
    });
    expectSums(row);
  });

  it('by the factor of the first of the caller’s groups that the provider belongs to', async () => {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(model, answers(200, replyWith('openai-chat', USAGE)));
    const [unrelated, double, triple] = [await group('7'), await group('2'), await group('3')];
    await provider([triple, double]);
    const costAs = async (providerGroups: readonly string[]) => {
      const { key } = await addCaller(bench.rig.hub, { providerGroups });
      return (await bench.costOf(await bench.rig.ask(chat, model, { key }))).cost_usd;
    };
    expect(await costAs([unrelated, double, triple])).toBe('0.004');
    expect(await costAs([unrelated, triple, double])).toBe('0.006');
  });

  it('by a factor that has just been changed', async () => {
    const model = await bench.priced(SHEET);
    bench.rig.upstream.script(model, answers(200, replyWith('openai-chat', USAGE)));
    const lane = await bench.rig.lane({ type: 'openai-compatible', url: bench.rig.upstream.url });
    const cost = async () =>
      (await bench.costOf(await bench.rig.ask(chat, model, { key: lane.key }))).cost_usd;
    expect(await cost()).toBe('0.002');
    await bench.rig.hub.admin('PATCH', `/providers/${lane.providerId}`, { costMultiplier: '2.5' });
    expect(await cost()).toBe('0.005');
  });
});

describe('8.5 a redirected model is billed', () => {
  /** Asks for one model and is served by another; either may have a price. */
  async function redirected(asked: string, served: string) {
    bench.rig.upstream.script(served, answers(200, replyWith('openai-chat', USAGE)));
    const { key } = await bench.rig.lane({
      type: 'openai-compatible',
      url: bench.rig.upstream.url,
      modelRedirects: [{ match: 'exact', pattern: asked, target: served }],
    });
    return async () => bench.costOf(await bench.rig.ask(chat, asked, { key }));
  }

  const unpriced = () => unique('unpriced');
  const cheap = () => bench.priced({ input: '1' });
  const dear = () => bench.priced({ input: '5' });

  describe.each([
    ['original', '0.001'],
    ['redirected', '0.005'],
  ])('as the setting billedModel says: %s', (billedModel, usd) => {
    beforeAll(() => bench.rig.hub.admin('PATCH', '/settings', { billedModel }));

    it('both have a price', async () => {
      const [asked, served] = [await cheap(), await dear()];
      const row = await (await redirected(asked, served))();
      const billed = billedModel === 'original' ? asked : served;
      expect(row).toMatchObject({ cost_usd: usd, price_id: await bench.priceIdOf(billed) });
    });

    it('at the other one’s price when its own is missing', async () => {
      const served = await dear();
      const original = await (await redirected(unpriced(), served))();
      expect(original).toMatchObject({ cost_usd: '0.005', price_id: await bench.priceIdOf(served) });
      const asked = await cheap();
      const target = await (await redirected(asked, unpriced()))();
      expect(target).toMatchObject({ cost_usd: '0.001', price_id: await bench.priceIdOf(asked) });
    });

    it('at cost 0 and flagged when neither has a price', async () => {
      const row = await (await redirected(unpriced(), unpriced()))();
      expect(row).toMatchObject({ cost_usd: '0', price_id: null, is_unpriced: true, cost_breakdown: null });
    });
  });
});
