import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders that commands make and nobody checks in; documents may speak of what will be in them. */
const MADE = new Set(['node_modules', 'dist', 'coverage', 'test-results']);

/**
 * What is in the repository, by path from its root with forward slashes.
 * @typedef {object} Tree
 * @property {ReadonlySet<string>} files
 * @property {ReadonlySet<string>} folders without trailing slash; the root itself is '.'
 */

/** @returns {Tree} */
export function readTree(/** @type {string} */ root) {
  /** @type {Tree & { files: Set<string>, folders: Set<string> }} */
  const tree = { files: new Set(), folders: new Set(['.']) };
  walk(root, '', tree);
  return tree;
}

/** True when a path lies in a folder that is not part of the repository. */
export function isMade(/** @type {string} */ file) {
  return file.split('/').some((part) => MADE.has(part) || /^\.(?!ci$|\.?$)[\w-]+$/.test(part));
}

function walk(
  /** @type {string} */ root,
  /** @type {string} */ folder,
  /** @type {{ files: Set<string>, folders: Set<string> }} */ tree,
) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isFile()) tree.files.add(name);
    if (!entry.isDirectory() || isMade(entry.name)) continue;
    tree.folders.add(name);
    walk(root, name, tree);
  }
}
