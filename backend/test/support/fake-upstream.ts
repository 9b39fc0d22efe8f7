import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standardAnswer } from './fake-upstream-scripts';

/** A request as it reached the upstream. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Flat, with the names as they were written and in their order. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly model: string;
}

export interface Exchange {
  readonly seen: SeenRequest;
  readonly res: ServerResponse;
  /** Resolves when the connection or the answer is over; true when the caller left before the answer was complete. */
  readonly closed: Promise<boolean>;
}

export type Script = (exchange: Exchange) => void | Promise<void>;

const IGNORED = () => undefined;

/**
 * A provider on a real socket that does what it is told. Scripts are chosen by the model of the request, so that tests
 * that share an upstream do not disturb each other; without a script it answers well in the dialect of the path.
 */
export class FakeUpstream {
  private readonly scripts = new Map<string, Script>();
  private readonly exchanges: Exchange[] = [];
  private readonly server = createServer({ maxHeaderSize: 65_536 }, (req, res) => void this.take(req, res));

  /** @param hold awaited before the body of a request is read: a provider that is slow to listen */
  private constructor(private readonly hold: (() => Promise<void>) | undefined) {
    this.server.on('clientError', (_, socket) => socket.destroy());
    this.server.requestTimeout = 0;
  }

  static async start(options: { hold?: () => Promise<void> } = {}): Promise<FakeUpstream> {
    const upstream = new FakeUpstream(options.hold);
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  script(model: string, script: Script): void {
    this.scripts.set(model, script);
  }

  /** Everything that asked for the model, oldest first. */
  exchangesFor(model: string): readonly Exchange[] {
    return this.exchanges.filter((exchange) => exchange.seen.model === model);
  }

  /** The only request that asked for the model. */
  seen(model: string): SeenRequest {
    const [first, ...more] = this.exchangesFor(model);
    if (!first || more.length > 0)
      throw new Error(`${this.exchangesFor(model).length} requests for ${model} reached the upstream`);
    return first.seen;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const closed = new Promise<boolean>((resolve) => res.on('close', () => resolve(!res.writableFinished)));
    req.on('error', IGNORED);
    res.on('error', IGNORED);
    if (this.hold) await this.hold();
    const body = await collect(req);
    const url = req.url ?? '';
    const seen: SeenRequest = {
      method: req.method ?? '',
      url,
      rawHeaders: req.rawHeaders,
      headers: req.headers,
      body,
      model: modelOf(url, body),
    };
    const exchange = { seen, res, closed };
    this.exchanges.push(exchange);
    await (this.scripts.get(seen.model) ?? standardAnswer)(exchange);
  }
}

async function collect(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => req.on('close', resolve).on('end', resolve));
  return Buffer.concat(chunks);
}

function modelOf(url: string, body: Buffer): string {
  const inPath = /\/models\/([^:?]+):/.exec(url)?.[1];
  if (inPath !== undefined) return decodeURIComponent(inPath);
  try {
    const { model } = JSON.parse(body.toString('utf8')) as { model?: unknown };
    return typeof model === 'string' ? model : '';
  } catch {
    // SyntaxError: the hub let something pass that only it may judge.
    return '';
  }
}
