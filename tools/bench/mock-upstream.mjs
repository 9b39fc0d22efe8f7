// Upstream of the benchmark, a process of its own: answers every POST as its `x-bench-script` header says ("json", or
// "stream;<events>;<gapMs>") and counts what arrived.
import net from 'node:net';
import { jsonAnswer, SCRIPT_HEADER, streamedAnswer } from './answers.mjs';
import { HttpReader } from './http-reader.mjs';
import { onMessage, say, sayReady } from './parent.mjs';

const SCRIPT = new RegExp(`\r\n${SCRIPT_HEADER}: *([^\r]+)`, 'i');
const JSON_BYTES = Buffer.concat([
  Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${jsonAnswer.length}\r\n\r\n`,
  ),
  jsonAnswer,
]);
const STREAM_HEAD = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n',
);

const counts = { requests: 0, bodyBytes: 0 };
/** @type {Map<number, readonly Buffer[]>} */
const streams = new Map();

const server = net.createServer({ noDelay: true }, (socket) => {
  let script = 'json';
  const reader = new HttpReader({
    onHead: (head) => (script = SCRIPT.exec(head)?.[1] ?? 'json'),
    onBody: (bytes) => (counts.bodyBytes += bytes.length),
    onEnd: () => {
      counts.requests += 1;
      answer(socket, script);
    },
  });
  socket.on('data', (chunk) => reader.push(chunk));
  socket.on('error', () => socket.destroy());
});

function answer(/** @type {net.Socket} */ socket, /** @type {string} */ script) {
  const [kind, events, gapMs] = script.split(';');
  if (kind === 'stream') stream(socket, Number(events), Number(gapMs));
  else socket.write(JSON_BYTES);
}

function stream(/** @type {net.Socket} */ socket, /** @type {number} */ events, /** @type {number} */ gapMs) {
  const [opening, ...rest] = chunksOf(events);
  socket.write(STREAM_HEAD);
  if (opening) socket.write(opening);
  let next = 0;
  const timer = setInterval(() => {
    const chunk = socket.destroyed ? undefined : rest[next];
    next += 1;
    if (chunk) socket.write(chunk);
    else clearInterval(timer);
  }, gapMs);
}

/** The streamed answer in HTTP chunks, one per write; the last delta and the ending travel as two writes. */
function chunksOf(/** @type {number} */ events) {
  const known = streams.get(events);
  if (known) return known;
  const pieces = streamedAnswer(events).map((piece, index) => {
    const end = index === events + 1 ? '\r\n0\r\n\r\n' : '\r\n';
    return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from(end)]);
  });
  streams.set(events, pieces);
  return pieces;
}

onMessage(() => say({ kind: 'result', ...counts }));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => sayReady(server));
