import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../runtime/paths.mjs';

/**
 * Replaces what stands between `<!-- begin NAME -->` and `<!-- end NAME -->` in a file of docs/; the rest of it is written
 * by hand.
 */
export async function writeSection(
  /** @type {string} */ document,
  /** @type {string} */ name,
  /** @type {string} */ text,
) {
  const file = path.join(projectRoot, 'docs', document);
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/${document} has no place marked ${begin} … ${end}`);
  const after = `${before.slice(0, from)}${begin}\n\n${text}\n\n${before.slice(to)}`;
  const { format, resolveConfig } = await import('prettier');
  const style = await resolveConfig(file);
  writeFileSync(file, await format(after, { ...style, filepath: file }));
}
