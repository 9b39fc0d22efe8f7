// Checks the Markdown files: every path they mention exists and every link between them resolves.
//   node tools/check-docs.mjs      exit code 1 when something is missing
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkDocument } from './docs/check-document.mjs';
import { readTree } from './docs/tree.mjs';
import { projectRoot } from './runtime/paths.mjs';
import { usePinnedNode } from './runtime/pinned-node.mjs';

await usePinnedNode();
const tree = readTree(projectRoot);
const documents = [...tree.files].filter((file) => file.endsWith('.md')).sort();
const read = (/** @type {string} */ file) => readFileSync(path.join(projectRoot, file), 'utf8');
const problems = documents.flatMap((file) => checkDocument(file, tree, read));

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? `${documents.length} documents mention only what exists.`
    : `${problems.length} mentions of things that do not exist.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
