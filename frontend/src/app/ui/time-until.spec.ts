import { expect, it } from 'vitest';
import { timeUntil } from './time-until';

const NOW = Date.parse('2026-11-25T12:00:00Z');

it.each([
  ['2026-11-25T12:00:00Z', '', ''],
  ['2026-11-25T11:00:00Z', '', ''],
  ['2026-11-25T12:00:09.5Z', '10 sec', '10秒'],
  ['2026-11-25T12:01:00Z', '1 min', '1分钟'],
  ['2026-11-25T12:29:30Z', '30 min', '30分钟'],
  ['2026-11-25T13:00:00Z', '1 hr', '1小时'],
  ['2026-11-25T14:05:00Z', '2 hr 5 min', '2小时 5分钟'],
  ['2026-11-26T12:00:00Z', '1 day', '1天'],
  ['2026-12-01T00:00:00Z', '5 days 12 hr', '5天 12小时'],
  ['nonsense', '', ''],
])('%s is in %j, in Chinese %j', (moment, english, chinese) => {
  expect(timeUntil(moment, NOW, 'en')).toBe(english);
  expect(timeUntil(moment, NOW, 'zh-CN')).toBe(chinese);
});
