// The least a Node gateway can do, a process of its own: node:http, the body buffered as a gateway that retries has to,
// undici's dispatch. No key is checked, nothing is read, nothing is logged.
import http from 'node:http';
import { Pool } from 'undici';
import { onMessage, sayReady } from './parent.mjs';

const upstream = process.env['UPSTREAM'] ?? '';
const pool = new Pool(upstream, { connections: null, pipelining: 1, keepAliveTimeout: 600_000 });
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'content-length',
  'expect',
]);

const server = http.createServer((req, res) => {
  /** @type {Buffer[]} */
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => forward(req, res, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
});

function forward(
  /** @type {http.IncomingMessage} */ req,
  /** @type {http.ServerResponse} */ res,
  /** @type {Buffer | undefined} */ body,
) {
  const headers = [];
  for (let at = 0; at + 1 < req.rawHeaders.length; at += 2) {
    const name = req.rawHeaders[at] ?? '';
    if (!NOT_FORWARDED.has(name.toLowerCase())) headers.push(name, req.rawHeaders[at + 1] ?? '');
  }
  /** @type {import('undici').Dispatcher.DispatchController | undefined} */
  let controller;
  res.on('close', () => {
    if (!res.writableFinished) controller?.abort(new Error('client left'));
  });
  pool.dispatch(
    { path: req.url ?? '/', method: 'POST', headers, body: body ?? null },
    {
      onRequestStart: (started) => (controller = started),
      onResponseStart: (_controller, status, received) => {
        /** @type {http.OutgoingHttpHeaders} */
        const kept = {};
        for (const name in received) {
          if (name === 'content-length' || !NOT_FORWARDED.has(name)) kept[name] = received[name];
        }
        res.writeHead(status, kept);
      },
      onResponseData: (flow, chunk) => {
        if (res.write(chunk)) return;
        flow.pause();
        res.once('drain', () => flow.resume());
      },
      onResponseEnd: () => res.end(),
      onResponseError: () => res.destroy(),
    },
  );
}

server.keepAliveTimeout = 600_000;
onMessage(() => undefined);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => sayReady(server));
