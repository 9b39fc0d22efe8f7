/**
 * Something a document refers to, with its line.
 * @typedef {{ line: number, target: string }} Mention
 */

const FENCE = /^\s*(?:```|~~~)/;
const CODE_SPAN = /`[^`]*`/g;
const LINK = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const DEFINITION = /^\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)/;
// Whatever can be part of a path or of something that only looks like one (an address, a home folder, a placeholder).
const WORD = /[\w.@~$<>{}*/\\:-]+/g;

/** Targets of the links of a document; what stands in code is no link. */
export function linksIn(/** @type {string} */ text) {
  return linesOf(text).flatMap(({ line, content, isCode }) => {
    if (isCode) return [];
    const prose = content.replaceAll(CODE_SPAN, '');
    const definition = DEFINITION.exec(prose)?.[1];
    const targets = [...prose.matchAll(LINK)].map(([, target = '']) => target);
    return [...targets, ...(definition ? [definition] : [])].map((target) => ({ line, target }));
  });
}

/** Everything in a document that might be a path, in prose and in code alike; link targets are left out. */
export function wordsIn(/** @type {string} */ text) {
  return linesOf(text).flatMap(({ line, content, isCode }) => {
    const rest = isCode
      ? content
      : content.replaceAll(LINK, (link, target) => link.replace(`(${target}`, '('));
    return [...rest.matchAll(WORD)].map(([word]) => ({ line, target: trimmed(word) }));
  });
}

/** The anchors that the headings of a document get, as GitHub makes them. */
export function anchorsIn(/** @type {string} */ text) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return linesOf(text).flatMap(({ content, isCode }) => {
    const title = isCode ? undefined : /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(content)?.[1];
    if (title === undefined) return [];
    const anchor = slug(title);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return [count === 0 ? anchor : `${anchor}-${count}`];
  });
}

function slug(/** @type {string} */ title) {
  const shown = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return shown
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

// `**path**` is emphasis and `path.` ends a sentence; `path:12` names a line.
function trimmed(/** @type {string} */ word) {
  const bare = /^\*\*([^*].*?)\*\*[.:]*$/.exec(word)?.[1] ?? word;
  return bare.replace(/(?::\d+)?[.:]*$/, '');
}

function linesOf(/** @type {string} */ text) {
  let isFenced = false;
  return text.split('\n').map((content, at) => {
    const isFence = FENCE.test(content);
    if (isFence) isFenced = !isFenced;
    return { line: at + 1, content: isFence ? '' : content, isCode: isFenced };
  });
}
