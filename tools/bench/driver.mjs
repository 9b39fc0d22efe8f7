// Load of the benchmark, a process of its own: does one job at a time and reports what came back.
import { SCRIPT_HEADER } from './answers.mjs';
import { conversation } from './conversation.mjs';
import { closedLoop, openLoop, openStreams } from './loads.mjs';
import { onMessage, say } from './parent.mjs';

/**
 * One load on one target.
 * @typedef {object} Job
 * @property {'closed' | 'open' | 'streams'} kind
 * @property {number} port
 * @property {string} apiKey
 * @property {number} bodyBytes
 * @property {number} [connections] closed
 * @property {number} [seconds] closed, open
 * @property {number} [perSecond] open
 * @property {number} [streams] streams
 * @property {number} [events] streams
 * @property {number} [gapMs] streams
 * @property {number} [openingMs] streams
 */

onMessage((job) => void answer(job));

async function answer(/** @type {any} */ job) {
  const result = await run(job);
  say({ kind: 'result', ...result, sentBytes: result.answered * requestParts(job, 0)[1].length });
}
say({ kind: 'ready', url: '' });

/** @returns {Promise<import('./loads.mjs').LoadResult>} */
function run(/** @type {any} */ job) {
  const requestOf = (/** @type {number} */ session) => requestParts(job, session);
  if (job.kind === 'streams') return openStreams({ ...job, requestOf });
  return job.kind === 'open' ? openLoop({ ...job, requestOf }) : closedLoop({ ...job, requestOf });
}

/** @returns {[Buffer, Buffer]} */
function requestParts(/** @type {Job} */ job, /** @type {number} */ session) {
  const isStreaming = job.kind === 'streams';
  const body = conversation({ bytes: job.bodyBytes, session, isStreaming });
  const head = [
    'POST /v1/messages HTTP/1.1',
    `host: 127.0.0.1:${job.port}`,
    `x-api-key: ${job.apiKey}`,
    'anthropic-version: 2023-06-01',
    'user-agent: claude-cli/2.1.330 (external, cli)',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `${SCRIPT_HEADER}: ${isStreaming ? `stream;${job.events};${job.gapMs}` : 'json'}`,
    '',
    '',
  ];
  return [Buffer.from(head.join('\r\n')), body];
}
