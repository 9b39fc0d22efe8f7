import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { LOOPBACK_TLS } from './loopback-tls';

type Answer = (res: ServerResponse, body: string, req: IncomingMessage) => void;

/** An upstream that speaks plain HTTP, or TLS with the certificate for loopback, and answers by path. */
export class PlainOrigin {
  /** Method and path of every request. */
  readonly seen: string[] = [];
  /** Connections ever made. */
  connections = 0;
  private readonly server: http.Server;

  private constructor(
    private readonly scheme: 'http' | 'https',
    private readonly answers: Readonly<Record<string, Answer>>,
  ) {
    const take = (req: IncomingMessage, res: ServerResponse) => void this.take(req, res);
    this.server = scheme === 'http' ? http.createServer(take) : https.createServer(LOOPBACK_TLS, take);
    this.server.on('connection', () => (this.connections += 1));
  }

  static async start(
    scheme: 'http' | 'https',
    answers: Readonly<Record<string, Answer>>,
  ): Promise<PlainOrigin> {
    const origin = new PlainOrigin(scheme, answers);
    await new Promise<void>((resolve) => origin.server.listen(0, '127.0.0.1', resolve));
    return origin;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** By name, so that somebody has to resolve it. */
  get url(): string {
    return `${this.scheme}://localhost:${this.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = '', url = '' } = req;
    this.seen.push(`${method} ${url}`);
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += String(chunk);
    this.answers[url]?.(res, body, req);
  }
}
