import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay in front of a server, so that a test can take the server away and give it back. */
export class Severable {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    readonly port: number,
  ) {}

  /** @param address of the server, such as a DSN; the relay's own address replaces host and port in it */
  static async before(address: string, fallbackPort: number): Promise<{ relay: Severable; address: string }> {
    const url = new URL(address);
    const target = { host: url.hostname, port: Number(url.port || fallbackPort) };
    const relay = new Severable(target, await freePort());
    await relay.restore();
    url.hostname = '127.0.0.1';
    url.port = String(relay.port);
    return { relay, address: url.href };
  }

  /** Ends all connections and refuses new ones. */
  async sever(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async restore(): Promise<void> {
    const server = createServer((near) => this.join(near));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
  }

  private join(near: Socket): void {
    const far = connect(this.target.port, this.target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address ? address.port : 0;
}
