import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../runtime/paths.mjs';

/**
 * Where the busy time of a CPU profile went, in shares of it.
 * @typedef {object} Owners
 * @property {[owner: string, share: number][]} ownTime inside the owner's own functions
 * @property {[owner: string, share: number][]} onBehalf with the work of Node and the engine that the owner asked for
 * @property {[place: string, share: number][]} places functions of ours and of libraries, with what they asked of Node
 */

/** @typedef {{ functionName: string, url: string, lineNumber: number, columnNumber: number }} Frame */
/** @typedef {{ id: number, callFrame: Frame, children?: number[] }} ProfileNode */

const GROUPS = /** @type {const} */ ([
  [/^(ioredis|@ioredis|redis-)/, 'ioredis'],
  [/^(pg|pg-.*|postgres-.*|typeorm)$/, 'PostgreSQL client'],
  [/^(fastify|@fastify|find-my-way|avvio|light-my-request)/, 'Fastify'],
  [/^(@nestjs|rxjs)/, 'Nest'],
]);

/**
 * Reads what ran between two moments, in monotonic milliseconds.
 * @returns {Owners}
 */
export function ownersOf(/** @type {string} */ profileFile, /** @type {[number, number]} */ window) {
  const profile = JSON.parse(readFileSync(profileFile, 'utf8'));
  const parents = parentsOf(profile.nodes);
  const sources = new Sources();
  const totals = { ownTime: new Shares(), onBehalf: new Shares(), places: new Shares() };
  for (const [node, micros] of timePerNode(profile, window)) {
    if (node.callFrame.functionName === '(idle)') continue;
    const owner = sources.ownerOf(node.callFrame);
    const [asker, place] = askerOf(node, parents, sources);
    totals.ownTime.add(owner, micros);
    totals.onBehalf.add(asker, micros);
    totals.places.add(place, micros);
  }
  return {
    ownTime: totals.ownTime.list(),
    onBehalf: totals.onBehalf.list(),
    places: totals.places.list().slice(0, 25),
  };
}

/**
 * The nearest function, upwards from the one that ran, that is neither Node's nor the engine's.
 * @returns {[owner: string, place: string]}
 */
function askerOf(
  /** @type {ProfileNode} */ node,
  /** @type {Map<number, ProfileNode>} */ parents,
  /** @type {Sources} */ sources,
) {
  const itself = sources.ownerOf(node.callFrame);
  if (node.callFrame.functionName.startsWith('(')) return [itself, itself];
  /** @type {ProfileNode | undefined} */
  let ofNode;
  for (let at = /** @type {ProfileNode | undefined} */ (node); at; at = parents.get(at.id)) {
    const owner = sources.ownerOf(at.callFrame);
    if (!isNodeOrEngine(owner)) return [owner, sources.placeOf(at.callFrame)];
    ofNode ??= at.callFrame.url === '' ? undefined : at;
  }
  const { callFrame } = ofNode ?? node;
  return ['node core', `${callFrame.url || 'native'}:${callFrame.functionName || 'anonymous'}`];
}

function isNodeOrEngine(/** @type {string} */ owner) {
  return owner === 'node core' || owner.startsWith('native');
}

/** Knows which source file and which owner a frame belongs to. */
class Sources {
  /** @type {Map<string, SourceMap | undefined>} */
  #maps = new Map();

  /** @returns {string} */
  ownerOf(/** @type {Frame} */ { functionName, url }) {
    if (functionName === '(garbage collector)') return 'garbage collection';
    if (functionName === '(program)') return 'native: outside of JavaScript';
    if (url === '') return 'native: called by JavaScript';
    if (url.startsWith('node:')) return 'node core';
    const name = packageOf(url);
    if (name === undefined) return 'our code';
    return GROUPS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
  }

  /** `file:function`, of the source where there is a source map. */
  placeOf(/** @type {Frame} */ { functionName, url, lineNumber, columnNumber }) {
    const name = functionName || 'anonymous';
    if (packageOf(url)) return `${url.replace(/^.*\/node_modules\//, '')}:${name}`;
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    const entry = this.#mapOf(file)?.findEntry(lineNumber, columnNumber);
    if (!entry || !('originalSource' in entry)) return `${path.relative(projectRoot, file)}:${name}`;
    const source = path.resolve(path.dirname(file), entry.originalSource);
    return `${path.relative(projectRoot, source)}:${name}`;
  }

  #mapOf(/** @type {string} */ file) {
    if (!this.#maps.has(file)) this.#maps.set(file, readMap(`${file}.map`));
    return this.#maps.get(file);
  }
}

function readMap(/** @type {string} */ file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // built without one
  }
}

function packageOf(/** @type {string} */ url) {
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
}

class Shares {
  /** @type {Map<string, number>} */
  #micros = new Map();
  #total = 0;

  add(/** @type {string} */ name, /** @type {number} */ micros) {
    this.#micros.set(name, (this.#micros.get(name) ?? 0) + micros);
    this.#total += micros;
  }

  /** @returns {[string, number][]} largest first */
  list() {
    const shares = [...this.#micros].map(
      ([name, micros]) => /** @type {[string, number]} */ ([name, micros / this.#total]),
    );
    return shares.sort((a, b) => b[1] - a[1]);
  }
}

function parentsOf(/** @type {readonly ProfileNode[]} */ nodes) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<number, ProfileNode>} */
  const parents = new Map();
  for (const node of byId.values()) for (const child of node.children ?? []) parents.set(child, node);
  return parents;
}

// A longer gap between two samples means that the process did not run: other programs had the core.
const LONGEST_GAP_MICROS = 4000;

/** @typedef {{ nodes: ProfileNode[], samples: number[], timeDeltas: number[], startTime: number }} Profile */

function timePerNode(/** @type {Profile} */ profile, /** @type {[number, number]} */ [begin, end]) {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  /** @type {Map<ProfileNode, number>} */
  const micros = new Map();
  let at = profile.startTime;
  profile.samples.forEach((id, index) => {
    const node = byId.get(id);
    const lasted = profile.timeDeltas[index] ?? 0;
    at += lasted;
    if (node && at > begin * 1000 && at < end * 1000) {
      micros.set(node, (micros.get(node) ?? 0) + Math.min(lasted, LONGEST_GAP_MICROS));
    }
  });
  return micros;
}
