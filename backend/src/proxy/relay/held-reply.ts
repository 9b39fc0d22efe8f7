import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** The beginning of an upstream's answer, which has not reached the client and perhaps never will. */
export class HeldReply {
  readonly chunks: Buffer[] = [];
  size = 0;

  constructor(
    readonly statusCode: number,
    readonly headers: IncomingHttpHeaders,
  ) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** Sends status, headers and what has been held. False: the client reads slower than it came. */
  release(res: ServerResponse): boolean {
    res.writeHead(this.statusCode, this.headers);
    let isTaken = true;
    for (const chunk of this.chunks) isTaken = res.write(chunk);
    this.chunks.length = 0;
    return isTaken;
  }
}
