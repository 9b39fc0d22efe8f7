import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time';

const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe('relativeTime', () => {
  it.each([
    ['just happened', -3 * SECOND, 'en', 'now'],
    ['seconds', -42 * SECOND, 'en', '42 sec. ago'],
    ['minutes round down', -119 * SECOND, 'en', '1 min. ago'],
    ['hours', -5 * HOUR, 'en', '5 hr. ago'],
    ['yesterday', -25 * HOUR, 'en', 'yesterday'],
    ['ahead', 72 * HOUR, 'en', 'in 3 days'],
    ['years', -800 * 24 * HOUR, 'en', '2 yr. ago'],
    ['Chinese', -5 * HOUR, 'zh-CN', '5小时前'],
  ])('%s', (_name, offset, language, expected) => {
    expect(relativeTime(NOW + offset, NOW, language)).toBe(expected);
  });
});
