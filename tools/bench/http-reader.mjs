/**
 * What a reader tells about the messages on its connection.
 * @typedef {object} HttpListener
 * @property {(head: string) => void} onHead first line and headers, in latin1
 * @property {(bytes: Buffer) => void} onBody a decoded part of the body
 * @property {() => void} onEnd
 */

const HEAD_END = '\r\n\r\n';
const NEEDS_MORE = -1;

/**
 * Splits the bytes of one connection into HTTP/1.1 messages. Load and mock share a core with the databases, and Node's own
 * parser and streams would cost several times as much as the gateway that is measured.
 */
export class HttpReader {
  /** @type {HttpListener} */
  #listener;
  /** @type {'head' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer'} */
  #state = 'head';
  /** Bytes of the body or of the chunk that are still to come. */
  #left = 0;
  /** @type {Buffer | undefined} the beginning of something that has not arrived whole */
  #rest = undefined;

  constructor(/** @type {HttpListener} */ listener) {
    this.#listener = listener;
  }

  push(/** @type {Buffer} */ chunk) {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at);
      if (next === NEEDS_MORE) {
        this.#rest = bytes.subarray(at);
        return;
      }
      at = next;
    }
  }

  /** Reads one thing; returns where the next one begins. */
  #step(/** @type {Buffer} */ bytes, /** @type {number} */ at) {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'body':
      case 'chunk':
        return this.#readData(bytes, at);
      case 'chunk-size':
        return this.#readLine(bytes, at, (line) => this.#beginChunk(Number.parseInt(line, 16)));
      case 'chunk-end':
        return this.#readLine(bytes, at, () => (this.#state = 'chunk-size'));
      case 'trailer':
        return this.#readLine(bytes, at, (line) => line === '' && this.#end());
    }
  }

  #readHead(/** @type {Buffer} */ bytes, /** @type {number} */ at) {
    const end = bytes.indexOf(HEAD_END, at, 'latin1');
    if (end < 0) return NEEDS_MORE;
    const head = bytes.latin1Slice(at, end);
    this.#listener.onHead(head);
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#state = 'chunk-size';
    else this.#beginBody(Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0));
    return end + HEAD_END.length;
  }

  #beginBody(/** @type {number} */ length) {
    this.#left = length;
    this.#state = 'body';
    if (length === 0) this.#end();
  }

  #beginChunk(/** @type {number} */ length) {
    this.#left = length;
    this.#state = length === 0 ? 'trailer' : 'chunk';
  }

  #readData(/** @type {Buffer} */ bytes, /** @type {number} */ at) {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    this.#listener.onBody(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    if (this.#left === 0 && this.#state === 'body') this.#end();
    else if (this.#left === 0) this.#state = 'chunk-end';
    return end;
  }

  #readLine(
    /** @type {Buffer} */ bytes,
    /** @type {number} */ at,
    /** @type {(line: string) => void} */ use,
  ) {
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if (end < 0) return NEEDS_MORE;
    use(bytes.latin1Slice(at, end));
    return end + 2;
  }

  #end() {
    this.#state = 'head';
    this.#listener.onEnd();
  }
}
