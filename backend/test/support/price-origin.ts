import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { PlainOrigin } from './plain-origin';

const MIB = 1_048_576;

type Answer = (res: ServerResponse) => unknown;

/** A server of price tables, in good and bad shape. */
export class PriceOrigin {
  private constructor(
    private readonly server: PlainOrigin,
    private readonly shelf: { table: object | string },
    private readonly hanging: ReadonlySet<ServerResponse>,
  ) {}

  static async start(): Promise<PriceOrigin> {
    const shelf = { table: {} };
    const hanging = new Set<ServerResponse>();
    const text = () => (typeof shelf.table === 'string' ? shelf.table : JSON.stringify(shelf.table));
    const answers = { ...tables(text), ...REDIRECTS, ...WRONG, ...silences(hanging) };
    return new PriceOrigin(await PlainOrigin.start('http', answers), shelf, hanging);
  }

  /** What `/table.json` and some other paths answer from now on. */
  set table(table: object | string) {
    this.shelf.table = table;
  }

  /** Method and path of every request. */
  get seen(): readonly string[] {
    return this.server.seen;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.server.port}${path}`;
  }

  async close(): Promise<void> {
    for (const res of this.hanging) res.destroy();
    await this.server.close();
  }
}

const tables = (text: () => string): Record<string, Answer> => ({
  '/table.json': (res) => res.end(text()),
  '/table.json?version=2': (res) => res.end(text()),
  '/gzip': (res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text())),
  '/bom': (res) => res.end(`\ufeff${text()}`),
});

const redirect =
  (location: string): Answer =>
  (res) =>
    res.writeHead(302, { location }).end();

const REDIRECTS: Record<string, Answer> = {
  '/hop-1': redirect('/hop-2'),
  '/hop-2': redirect('table.json'),
  '/loop': redirect('/loop'),
  '/to-file': redirect('file:///etc/hostname'),
  '/to-nowhere': redirect('http://'),
};

const WRONG: Record<string, Answer> = {
  '/page': (res) => res.end('<html>Log in to the Wi-Fi</html>'),
  '/list': (res) => res.end('[]'),
  '/empty': (res) => res.end('{}'),
  '/nothing': (res) => res.end(),
  '/failing': (res) => res.writeHead(503).end('{"m":{"input_cost_per_token":1e-06}}'),
  '/brotli': (res) => res.writeHead(200, { 'content-encoding': 'br' }).end('{}'),
  '/bad-gzip': (res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
  '/cut': (res) => {
    res.writeHead(200, { 'content-length': '1000' }).write('{"m":');
    setImmediate(() => res.destroy());
  },
  '/huge': (res) => pour(res, 40),
  '/bomb': (res) =>
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(40 * MIB, ' '))),
};

const silences = (hanging: Set<ServerResponse>): Record<string, Answer> => ({
  '/silent': (res) => hanging.add(res),
  '/slow': (res) => {
    res.write('{"m":');
    hanging.add(res);
  },
});

/** Writes so many MiB of spaces, as long as anybody reads them. */
function pour(res: ServerResponse, mib: number): void {
  const chunk = Buffer.alloc(MIB, ' ');
  let left = mib;
  const write = (): void => {
    while (left > 0 && !res.destroyed) {
      left -= 1;
      if (!res.write(chunk)) return void res.once('drain', write);
    }
    res.end('{}');
  };
  write();
}
