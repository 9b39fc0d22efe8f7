import { OPEN_BRACE } from './characters';
import { ContainerScanner } from './container-scanner';
import { parseJson } from './parse-text';

type JsonObject = Readonly<Record<string, unknown>>;

/** One member of an object: its key, and where its value lies. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Applies a JSON Merge Patch (RFC 7396) to the JSON object in `chunks`: null removes a member, objects are merged, every
 * other value replaces. Only the members that the patch names are parsed; the values of the others keep their bytes. What
 * is no JSON object comes back as it is.
 */
export function applyMergePatch(chunks: readonly Buffer[], patch: JsonObject): readonly Buffer[] {
  const names = Object.keys(patch);
  if (names.length === 0) return chunks;
  const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  const members = membersOf(body);
  if (!members) return chunks;

  const patched = new Map(names.map((name) => [name, mergeMember(body, members, name, patch[name])]));
  const kept = members.filter(({ key }) => !patched.has(key));
  const pieces = [
    ...kept.map(({ key, start, end }) => [keyText(key), body.subarray(start, end)]),
    ...[...patched].flatMap(([name, value]) =>
      value === undefined ? [] : [[keyText(name), Buffer.from(JSON.stringify(value))]],
    ),
  ];
  return [OPENING, ...pieces.flatMap((piece, at) => (at === 0 ? piece : [COMMA, ...piece])), CLOSING];
}

const OPENING = Buffer.from('{');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from('}');

function keyText(key: string): Buffer {
  return Buffer.from(`${JSON.stringify(key)}:`);
}

/** Undefined when the member is to go. */
function mergeMember(body: Buffer, members: readonly Member[], name: string, patch: unknown): unknown {
  if (patch === null) return undefined;
  if (!isObject(patch)) return patch;
  const old = members.findLast(({ key }) => key === name);
  return merge(old && parseJson(body.toString('utf8', old.start, old.end)), patch);
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A map, so that no key, not even `__proto__`, means anything else than itself.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(body: Buffer): readonly Member[] | undefined {
  const text = body.toString('latin1');
  const members: Member[] = [];
  const scanner = new ContainerScanner(OPEN_BRACE, {
    textBetween: (start, end) => text.slice(start, end),
    found: (start, end, key) => {
      if (key !== undefined) members.push({ key, start, end });
    },
  });
  scanner.push(text);
  return scanner.isClosed ? members : undefined;
}
