import { parseTemplate, TmplAstBoundText, TmplAstElement, TmplAstText } from '@angular/compiler';
import type { TmplAstNode } from '@angular/compiler';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const APP = path.resolve(import.meta.dirname, '..');
const READ_ALOUD = new Set([
  'title',
  'alt',
  'placeholder',
  'aria-label',
  'aria-description',
  'nzPlaceHolder',
]);
// Product names, units and notations that are the same in every language.
const SAME_EVERYWHERE = /^(HTTP|ENABLE_SECURE_COOKIES=false|cch_…)$/;
const HAN = /\p{Script=Han}/u;

it.each(templates())('$file has no text of its own', ({ text, file }) => {
  const { nodes, errors } = parseTemplate(text, file, { preserveWhitespaces: false });
  expect(errors ?? []).toEqual([]);
  expect(strayTexts(nodes)).toEqual([]);
});

it('no code holds Chinese text', () => {
  const files = sources('.ts').filter(({ text }) => HAN.test(text));
  expect(files.map(({ file }) => file)).toEqual([]);
});

function strayTexts(nodes: readonly TmplAstNode[]): string[] {
  const found: string[] = [];
  const add = (text: string) => {
    const trimmed = text.trim();
    if (/\p{L}{2,}/u.test(trimmed) && !SAME_EVERYWHERE.test(trimmed)) found.push(trimmed);
  };
  walk(nodes, (node) => {
    if (node instanceof TmplAstText) add(node.value);
    if (node instanceof TmplAstBoundText) add(node.sourceSpan.toString().replaceAll(/\{\{[^]*?\}\}/g, ' '));
    if (node instanceof TmplAstElement) {
      for (const { name, value } of node.attributes) if (READ_ALOUD.has(name)) add(value);
    }
  });
  return found;
}

/** Visits every node, whatever the kinds of blocks between. */
function walk(nodes: readonly TmplAstNode[], see: (node: TmplAstNode) => void): void {
  const visit = (node: TmplAstNode) => {
    see(node);
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) value.filter(isNode).forEach(visit);
      else if (isNode(value)) visit(value);
    }
  };
  nodes.forEach(visit);
}

function isNode(value: unknown): value is TmplAstNode {
  return typeof value === 'object' && value !== null && 'visit' in value && 'sourceSpan' in value;
}

function templates(): { file: string; text: string }[] {
  const inline = sources('.ts').flatMap(({ file, text }) => {
    const template = /template:\s*`([^`]*)`/.exec(text)?.[1] ?? /template:\s*'([^']*)'/.exec(text)?.[1];
    return template ? [{ file, text: template }] : [];
  });
  return [...sources('.html'), ...inline];
}

function sources(ending: string): { file: string; text: string }[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.endsWith('.spec.ts'))
    .map((file) => ({ file, text: readFileSync(path.join(APP, file), 'utf8') }));
}
