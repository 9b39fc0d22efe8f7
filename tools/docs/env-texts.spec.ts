import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { configurationPage, envExample } from './env-texts.mjs';

const used = { name: 'USED', meaning: 'Does it.', fallback: '5', allowed: 'a number', isUsed: true };
const later = { name: 'LATER', meaning: 'Will do it.', fallback: undefined, allowed: 'text', isUsed: false };

it('a plain copy of the example sets nothing', () => {
  expect(parseEnv(envExample([used, later]))).toEqual({});
});

it('the example, with its settings uncommented, sets every variable to its default', () => {
  const settings = envExample([used, later]).replaceAll(/^# ([A-Z_]+=)/gm, '$1');
  expect(parseEnv(settings)).toMatchObject({ USED: '5', LATER: '' });
});

it('the page keeps apart what has no effect yet, and says so only then', () => {
  const page = configurationPage([used, later]);
  const split = page.indexOf('## Without effect');
  expect(page.slice(0, split)).toContain('`USED` | `5` | a number');
  expect(page.slice(split)).toContain('`LATER` | – | text');
  expect(configurationPage([used])).not.toContain('Without effect');
});
