import net from 'node:net';
import { HttpReader } from './http-reader.mjs';

/**
 * How one request ended.
 * @typedef {object} Exchange
 * @property {number} ms from the first byte sent to the last byte received
 * @property {string | undefined} problem why the answer is not the expected one, byte by byte
 */

/** One keep-alive connection to whatever is measured. It compares each answer with the expected one as it arrives. */
export class Connection {
  /** @type {net.Socket} */
  #socket;
  #expected = Buffer.alloc(0);
  #position = 0;
  #startedAt = 0;
  #status = '';
  #isAltered = false;
  /** @type {((exchange: Exchange) => void) | undefined} */
  #resolve = undefined;
  /** @type {(position: number) => void} told how much of the answer has arrived */
  onProgress = () => undefined;

  constructor(/** @type {number} */ port) {
    const reader = new HttpReader({
      onHead: (head) => (this.#status = head.slice(9, 12)),
      onBody: (bytes) => this.#compare(bytes),
      onEnd: () => this.#finish(this.#verdict()),
    });
    this.#socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('data', (chunk) => reader.push(chunk));
    this.#socket.on('error', (error) => this.#finish(error.message));
    this.#socket.on('close', () => this.#finish('connection closed early'));
  }

  /**
   * Sends a request; the connection must be idle.
   * @param {readonly Buffer[]} request
   * @param {Buffer} expected
   * @returns {Promise<Exchange>}
   */
  send(request, expected) {
    this.#expected = expected;
    this.#position = 0;
    this.#isAltered = false;
    this.#startedAt = performance.now();
    this.#socket.cork();
    for (const part of request) this.#socket.write(part);
    this.#socket.uncork();
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#socket.destroyed) this.#finish('connection is closed');
    });
  }

  close() {
    this.#socket.destroy();
  }

  #compare(/** @type {Buffer} */ bytes) {
    const end = this.#position + bytes.length;
    const isSame = end <= this.#expected.length && bytes.compare(this.#expected, this.#position, end) === 0;
    this.#isAltered ||= !isSame;
    this.#position = end;
    this.onProgress(end);
  }

  #verdict() {
    if (this.#status !== '200') return `status ${this.#status}`;
    if (this.#isAltered) return 'the answer was altered';
    return this.#position === this.#expected.length ? undefined : 'the answer is incomplete';
  }

  #finish(/** @type {string | undefined} */ problem) {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.({ ms: performance.now() - this.#startedAt, problem });
  }
}
