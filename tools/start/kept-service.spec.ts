import { expect, it } from 'vitest';
import { keepService } from './kept-service.mjs';

/** A server that ends when told to, and remembers the port it was asked to take. */
class TestServer {
  readonly port: number;
  readonly exited: Promise<void>;
  end: () => void = () => undefined;

  constructor(port: number) {
    this.port = port;
    this.exited = new Promise((resolve) => (this.end = resolve));
  }

  async stop(): Promise<void> {
    this.end();
  }
}

function startRecorder() {
  const started: TestServer[] = [];
  const waiting: (() => void)[] = [];
  const start = async (port: number | undefined) => {
    const server = new TestServer(port ?? 4000 + started.length);
    started.push(server);
    waiting.splice(0).forEach((resolve) => resolve());
    return server;
  };
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  return { started, start, next };
}

it('starts a server that ended by itself again, on the same port', async () => {
  const { started, start, next } = startRecorder();
  const kept = await keepService('Test', start, () => undefined, 0);
  const again = next();
  kept.first.end();
  await again;
  expect(started.map((server) => server.port)).toEqual([4000, 4000]);
  await kept.stop();
});

it('gives up a server that ends at once', async () => {
  const { started, start } = startRecorder();
  const givenUp = new Promise<Error>((resolve) => {
    void keepService('Test', start, resolve, 60_000).then((kept) => kept.first.end());
  });
  expect((await givenUp).message).toContain('Test keeps ending');
  expect(started).toHaveLength(1);
});

it('does not start again what was stopped', async () => {
  const { started, start } = startRecorder();
  const kept = await keepService('Test', start, () => undefined, 0);
  await kept.stop();
  await kept.first.exited;
  expect(started).toHaveLength(1);
});
