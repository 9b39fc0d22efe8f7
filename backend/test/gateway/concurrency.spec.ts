import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Dialect, DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import type { Script } from '../support/fake-upstream';
import { eventually, gate } from '../support/hub-eventually';
import { Rig, unique } from '../support/hub-rig';

const STREAMS = 200;
const EVENTS = 200;

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

function event(stream: number, at: number): string {
  return `event: e\ndata: {"type":"content_block_delta","stream":${stream},"event":${at},"text":"${'\u4f60'.repeat(at % 40)}"}\n\n`;
}

it(
  `${STREAMS} streams at once, of ${EVENTS} events each, arrive complete and in order`,
  { timeout: 40_000 },
  async () => {
    let started = 0;
    const everybodyIsHere = gate();
    const script =
      (stream: number, end: string): Script =>
      async ({ res }) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        started += 1;
        if (started === STREAMS) everybodyIsHere.open();
        await everybodyIsHere.opened;
        for (let at = 0; at < EVENTS; at += 1) {
          res.write(event(stream, at));
          await nextTurn();
        }
        res.end(end);
      };
    const answers = await Promise.all(
      Array.from({ length: STREAMS }, async (_, stream) => {
        const dialect: Dialect = DIALECTS[stream % 4] ?? dialectOf('gemini');
        const model = unique('parallel');
        const end = dialect.frames(model).at(-1) ?? '';
        rig.upstream.script(model, script(stream, end));
        return { stream, end, got: await rig.ask(dialect, model, { isStreaming: true }) };
      }),
    );
    for (const { stream, end, got } of answers) {
      const expected = Array.from({ length: EVENTS }, (_, at) => event(stream, at)).join('') + end;
      expect(got.isWhole).toBe(true);
      expect(got.body.toString() === expected, `stream ${stream}`).toBe(true);
    }
    expect(started).toBe(STREAMS);
    await eventually('all rows', async () => ((await rig.ledger.count()) === STREAMS ? true : undefined));
    const rows = await rig.ledger.all();
    expect(rows.every((row) => row.outcome === 'answered' && row.status_code === 200)).toBe(true);
  },
);
