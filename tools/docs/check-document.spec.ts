import { describe, expect, it } from 'vitest';
import { checkDocument } from './check-document.mjs';
import type { Tree } from './tree.mjs';

const OTHER = '# Other\n\n## Two words, and more\n\n## Again\n\n## Again\n\n## 常见问题（FAQ）\n';

const tree: Tree = {
  files: new Set([
    'README.md',
    'docs/page.md',
    'docs/other.md',
    'backend/src/main.ts',
    'backend/src/proxy/a.step.ts',
  ]),
  folders: new Set(['.', 'docs', 'backend', 'backend/src', 'backend/src/proxy']),
};

function check(text: string, file = 'docs/page.md') {
  return checkDocument(file, tree, (name) => (name === file ? text : OTHER));
}

describe('a document may say', () => {
  it.each([
    ['a path from the root', '`backend/src/main.ts` and backend/src/main.ts.'],
    ['a path from its own folder', 'See `other.md` and `../README.md`.'],
    ['a folder, with slash or without', '`backend/src/` or backend/src'],
    ['a line of a file', '`backend/src/main.ts:12`'],
    ['a pattern that matches something', '`backend/src/**/*.step.ts`, `backend/src/<role>.ts`, `*.step.ts`'],
    ['a lone name of a file somewhere', '`main.ts`'],
    ['an emphasised path', '**backend/src/main.ts**'],
    ['what commands make', '`dist/backend/main.js`, `.data/spool/x.json`, `node_modules/.bin/node`'],
    [
      'places of others',
      '`~/.codex/config.toml`, `/etc/nginx/nginx.conf`, `C:\\Users\\me\\a.json`, `settings.json`',
    ],
    [
      'addresses, packages and types',
      'https://a.example/b.html `POST /v1/messages` `@cch/domain/x.ts` `text/html`',
    ],
    ['words with a slash', 'input/output, and/or'],
    ['a folder beside the repository', '`../shared/bench`, `../../shared`'],
    [
      'a link to a file, a folder, a heading',
      '[a](other.md) [b](../backend/) [c](other.md#two-words-and-more)',
    ],
    ['a link to the second of two like headings', '[a](other.md#again-1)'],
    ['a link to a Chinese heading', '[a](other.md#常见问题faq)'],
    ['a link to its own heading', '# Top\n\n[up](#top)'],
    ['a link elsewhere', '[a](https://a.example/x.md) [b](mailto:a@b.example)'],
    ['a link that stands in code', '`[a](gone.md)`'],
  ])('%s', (_name, text) => expect(check(text)).toEqual([]));
});

describe('a document may not say', () => {
  it.each([
    [
      'a path of a file that is gone',
      'x\n`backend/src/gone.ts`',
      'docs/page.md:2: mentions backend/src/gone.ts',
    ],
    ['a path in a folder that is gone', 'libs/gone/a.ts', 'docs/page.md:1: mentions libs/gone/a.ts'],
    ['a folder upwards that is gone', '`../backend/gone`', 'docs/page.md:1: mentions ../backend/gone'],
    ['a folder that is gone', '`backend/gone/`', 'docs/page.md:1: mentions backend/gone/'],
    ['a pattern that matches nothing', '`backend/src/*.lua`', 'docs/page.md:1: mentions backend/src/*.lua'],
    ['a lone name of no file', '`gone.step.ts`', 'docs/page.md:1: mentions gone.step.ts'],
    [
      'a path in a code block',
      '```sh\nnode backend/gone.mjs\n```',
      'docs/page.md:2: mentions backend/gone.mjs',
    ],
    ['a link to a file that is gone', '[a](gone.md)', 'docs/page.md:1: links to gone.md'],
    ['a link to a heading that is gone', '[a](other.md#gone)', 'docs/page.md:1: links to other.md#gone'],
    ['a link from the root of the site', '[a](/docs/other.md)', 'docs/page.md:1: links to /docs/other.md'],
    ['a link definition that leads nowhere', '[a]: gone.md', 'docs/page.md:1: links to gone.md'],
  ])('%s', (_name, text, problem) => {
    const problems = check(text);
    expect(problems[0]).toContain(problem);
  });

  it('a heading inside a code block as if it were one', () => {
    expect(check('```\n# No heading\n```\n[a](#no-heading)')).toHaveLength(1);
  });
});
