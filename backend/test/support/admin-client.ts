import { type IncomingHttpHeaders, request } from 'node:http';
import type { Problem } from '../../src/admin/problem.dto';

export interface Answer<Body = Problem> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body of a JSON answer. */
  readonly body: Body;
}

export interface Call {
  /** Sent as JSON; a text goes as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` sends no credential; by default the administrator's token is sent. */
  readonly token?: string | null;
}

/** Speaks HTTP to the admin API and keeps every answer, so that a test can search all of them. */
export class AdminClient {
  readonly answers: Answer<unknown>[] = [];

  constructor(
    readonly port: number,
    private readonly token: string,
  ) {}

  get<Body = Problem>(path: string, call?: Call): Promise<Answer<Body>> {
    return this.send('GET', path, call);
  }

  post<Body = Problem>(path: string, body?: unknown, call?: Call): Promise<Answer<Body>> {
    return this.send('POST', path, { body, ...call });
  }

  patch<Body = Problem>(path: string, body?: unknown, call?: Call): Promise<Answer<Body>> {
    return this.send('PATCH', path, { body, ...call });
  }

  delete<Body = Problem>(path: string, call?: Call): Promise<Answer<Body>> {
    return this.send('DELETE', path, call);
  }

  async send<Body = Problem>(method: string, path: string, call: Call = {}): Promise<Answer<Body>> {
    const answer = await this.exchange(method, path, call);
    this.answers.push(answer);
    return answer as Answer<Body>; // the test says what it expects, and then looks
  }

  private exchange(method: string, path: string, { body, headers, token }: Call): Promise<Answer<unknown>> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const credential = token === undefined ? this.token : token;
    const allHeaders = {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
      ...headers,
    };
    const options = { port: this.port, host: '127.0.0.1', method, path, headers: allHeaders };
    return new Promise((resolve, reject) => {
      const sent = request(options, (received) => {
        const chunks: Buffer[] = [];
        received.on('data', (chunk: Buffer) => chunks.push(chunk));
        received.on('error', reject);
        received.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(received.headers['content-type'] ?? '') && text !== '';
          resolve({
            status: received.statusCode ?? 0,
            headers: received.headers,
            text,
            body: isJson ? JSON.parse(text) : undefined,
          });
        });
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}
