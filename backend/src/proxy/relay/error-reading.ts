const KEPT_BYTES = 8192;
const LONGEST_MESSAGE = 1000;

/** Keeps the beginning of an upstream's error body, so that the ledger can say what the provider complained about. */
export class ErrorReading {
  private readonly chunks: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): void {
    if (this.size >= KEPT_BYTES) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** The message inside the error document, or the beginning of whatever it is; without the given secrets. */
  message(secrets: readonly string[]): string {
    const text = Buffer.concat(this.chunks).subarray(0, KEPT_BYTES).toString('utf8');
    const message = secrets.reduce((shown, secret) => shown.replaceAll(secret, '****'), messageIn(text));
    return message.slice(0, LONGEST_MESSAGE);
  }
}

function messageIn(text: string): string {
  try {
    const document: unknown = JSON.parse(text);
    const inner = member(Array.isArray(document) ? document[0] : document, 'error');
    const message = member(inner, 'message') ?? inner ?? member(document, 'message');
    return typeof message === 'string' ? message : text;
  } catch {
    // SyntaxError: HTML from a proxy, plain text, or a body cut at KEPT_BYTES.
    return text;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
