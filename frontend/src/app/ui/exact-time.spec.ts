import { expect, it } from 'vitest';
import { exactTime } from './exact-time';

it.each([
  ['en', 'Asia/Shanghai', 'Nov 25, 2026, 12:06:13 GMT+8'],
  ['zh-CN', 'Asia/Shanghai', '2026年11月25日 12:06:13 GMT+8'],
  ['en', 'UTC', 'Nov 25, 2026, 04:06:13 GMT+0'],
])('%s in %s', (language, zone, expected) => {
  expect(exactTime('2026-11-25T04:06:13Z', language, zone)).toBe(expected);
});
