import { dirname, join, matchesGlob } from 'node:path/posix';
import { anchorsIn, linksIn, wordsIn } from './markdown.mjs';
import { isMade } from './tree.mjs';

/** @typedef {import('./tree.mjs').Tree} Tree */

// A word with a slash is a path when it ends like a file, or when it begins like a folder that is here.
const FILE = /\.(?:ts|mts|mjs|js|json|lua|sql|html|css|less|yml|yaml|md|conf|toml|sse|example)$/;
// Names that stand alone are looked for everywhere, but only those that no client or tool of somebody else's has.
const OWN_FILE = /^[\w*][\w.*-]*\.(?:ts|mts|mjs|lua)$/;
// Absolute paths, home folders, packages, options, addresses and placeholders of programs.
const NO_PATH = /^[/~@$<-]|[\\${}]|:/;

/**
 * What is wrong with one document: links that lead nowhere, and paths of files that are not there. A path may be
 * written from the root or from the document's folder; `*` and `<name>` stand for any part of it.
 * @param {string} file
 * @param {Tree} tree
 * @param {(file: string) => string} read
 * @returns {string[]}
 */
export function checkDocument(file, tree, read) {
  const text = read(file);
  const links = linksIn(text).map(({ line, target }) => ({
    line,
    fault: linkFault(file, target, tree, read),
  }));
  const paths = wordsIn(text).map(({ line, target }) => ({
    line,
    fault: isThere(file, target, tree) ? undefined : `mentions ${target}, which does not exist`,
  }));
  const faults = [...links, ...paths].filter(({ fault }) => fault !== undefined);
  return faults.sort((a, b) => a.line - b.line).map(({ line, fault }) => `${file}:${line}: ${fault}`);
}

function linkFault(
  /** @type {string} */ file,
  /** @type {string} */ target,
  /** @type {Tree} */ tree,
  /** @type {(file: string) => string} */ read,
) {
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return undefined; // another site
  const [place = '', anchor] = target.split('#');
  const goal = place === '' ? file : join(dirname(file), decodeURIComponent(place)).replace(/\/$/, '');
  if (target.startsWith('/') || !(tree.files.has(goal) || tree.folders.has(goal)))
    return `links to ${target}, which does not exist`;
  if (anchor === undefined || !goal.endsWith('.md')) return undefined;
  const isFound = anchorsIn(read(goal)).includes(decodeURIComponent(anchor));
  return isFound ? undefined : `links to ${target}, but ${goal} has no such heading`;
}

/** True for everything that is no path of ours, too. */
function isThere(/** @type {string} */ file, /** @type {string} */ word, /** @type {Tree} */ tree) {
  if (NO_PATH.test(word) || isMade(word)) return true;
  const pattern = word.replaceAll(/<[\w-]+>/g, '*').replace(/\/$/, '');
  const here = dirname(file);
  const places = [pattern, join(here, pattern)];
  if (!word.includes('/')) return !OWN_FILE.test(word) || exists([...places, join('**', pattern)], tree);
  const isPath = FILE.test(pattern) || [here, '.'].some((folder) => beginsIn(folder, pattern, tree));
  return !isPath || exists(places, tree);
}

/** True when the first folder that a path names is there; steps upwards name none. */
function beginsIn(
  /** @type {string} */ folder,
  /** @type {string} */ place,
  /** @type {Tree} */ { folders },
) {
  const [, upwards = '', first = ''] = /^((?:\.{1,2}\/)*)([^/]*)/.exec(place) ?? [];
  return first !== '' && folders.has(join(folder, upwards, first));
}

function exists(/** @type {string[]} */ places, /** @type {Tree} */ { files, folders }) {
  return places.some((place) => {
    if (!place.includes('*')) return files.has(place) || folders.has(place);
    return [...files, ...folders].some((name) => matchesGlob(name, place));
  });
}
