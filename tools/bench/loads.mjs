import { setTimeout as delay } from 'node:timers/promises';
import { jsonAnswer, streamedAnswer } from './answers.mjs';
import { monotonicMs } from './clock.mjs';
import { Connection } from './connection.mjs';

const SAMPLE_MS = 10;

/**
 * What a load found out.
 * @typedef {object} LoadResult
 * @property {number} answered answers that were complete, in order and unchanged
 * @property {number} seconds
 * @property {number[]} latencies milliseconds, one per answer
 * @property {Record<string, number>} problems how often what went wrong
 * @property {[number, number][]} progress streams only: when, and the number of events seen until then
 * @property {[number, number] | undefined} steady streams only: from when to when all streams were open
 */

/** @typedef {(session: number) => readonly Buffer[]} RequestOf */

class Tally {
  answered = 0;
  /** @type {number[]} */
  latencies = [];
  /** @type {Record<string, number>} */
  problems = {};
  startedAt = performance.now();

  add(/** @type {import('./connection.mjs').Exchange} */ { ms, problem }) {
    if (problem) this.problems[problem] = (this.problems[problem] ?? 0) + 1;
    else {
      this.answered += 1;
      this.latencies.push(ms);
    }
  }

  /** @returns {LoadResult} */
  result() {
    const { answered, latencies, problems, startedAt } = this;
    const seconds = (performance.now() - startedAt) / 1000;
    return { answered, latencies, problems, seconds, progress: [], steady: undefined };
  }
}

/**
 * Closed loop: every connection sends its next request as soon as it has its answer.
 * @param {{ port: number, connections: number, seconds: number, requestOf: RequestOf }} options
 */
export async function closedLoop({ port, connections, seconds, requestOf }) {
  const tally = new Tally();
  const end = performance.now() + seconds * 1000;
  const loop = async (/** @type {number} */ session) => {
    const connection = new Connection(port);
    const request = requestOf(session);
    for (let isFine = true; isFine && performance.now() < end;) {
      const exchange = await connection.send(request, jsonAnswer);
      tally.add(exchange);
      isFine = exchange.problem === undefined; // a broken connection must not spin
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, session) => loop(session)));
  return tally.result();
}

/**
 * Open loop: requests leave on a fixed schedule, whether earlier ones are answered or not.
 * @param {{ port: number, perSecond: number, seconds: number, requestOf: RequestOf }} options
 */
export async function openLoop({ port, perSecond, seconds, requestOf }) {
  const tally = new Tally();
  const request = requestOf(0);
  /** @type {Connection[]} */
  const idle = [];
  const one = async () => {
    const connection = idle.pop() ?? new Connection(port);
    const exchange = await connection.send(request, jsonAnswer);
    tally.add(exchange);
    if (exchange.problem === undefined) idle.push(connection);
  };
  const begin = performance.now();
  const running = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    await delay(begin + (number * 1000) / perSecond - performance.now());
    running.push(one());
  }
  await Promise.all(running);
  for (const connection of idle) connection.close();
  return tally.result();
}

/**
 * Opens so many streams over `openingMs`, each on a connection of its own, and reads them to their end.
 * @param {{ port: number, streams: number, events: number, openingMs: number, requestOf: RequestOf }} options
 */
export async function openStreams({ port, streams, events, openingMs, requestOf }) {
  const tally = new Tally();
  const pieces = streamedAnswer(events);
  const expected = Buffer.concat(pieces);
  const count = eventCounter(pieces);
  /** @type {[number, number][]} */
  const progress = [];
  const sample = () => progress.push([monotonicMs(), count.total]);
  const sampler = setInterval(sample, SAMPLE_MS);
  let open = 0;
  let allOpenAt = 0;
  let firstEndAt = 0;
  const one = async (/** @type {number} */ session) => {
    await delay((session * openingMs) / streams);
    const connection = new Connection(port);
    let isOpen = false;
    let seen = 0;
    connection.onProgress = (position) => {
      if (!isOpen && (open += 1) === streams) allOpenAt = monotonicMs();
      isOpen = true;
      seen = count.add(seen, position);
    };
    tally.add(await connection.send(requestOf(session), expected));
    firstEndAt ||= monotonicMs();
    connection.close();
  };
  await Promise.all(Array.from({ length: streams }, (_, session) => one(session)));
  clearInterval(sampler);
  sample();
  /** @type {[number, number] | undefined} */
  const steady = allOpenAt > 0 && firstEndAt > allOpenAt ? [allOpenAt, firstEndAt] : undefined;
  return { ...tally.result(), progress, steady };
}

/** Counts whole deltas across all streams; they are of equal size and follow the opening. */
function eventCounter(/** @type {readonly Buffer[]} */ pieces) {
  const opening = pieces[0]?.length ?? 0;
  const delta = pieces[1]?.length ?? 1;
  const most = pieces.length - 2;
  const counter = {
    total: 0,
    add(/** @type {number} */ seen, /** @type {number} */ position) {
      const now = Math.min(most, Math.max(0, Math.floor((position - opening) / delta)));
      counter.total += now - seen;
      return now;
    },
  };
  return counter;
}
