import { expect, it } from 'vitest';
import { changedFields } from '../../core/changed-fields';
import { EMPTY_PROVIDER, toDraft, toForm } from './provider-form';
import type { Provider } from './providers-api';

const STORED: Provider = {
  id: 3,
  name: 'Main',
  type: 'claude',
  url: 'https://api.anthropic.com',
  keyHint: 'x7Qa',
  isEnabled: true,
  weight: 1,
  priority: 0,
  costMultiplier: '1',
  groups: ['vip'],
  groupPriorities: { vip: 2 },
  allowedModels: [],
  modelRedirects: [{ match: 'exact', pattern: 'a', target: 'b' }],
  parameterOverrides: { max_tokens: 5 },
  customHeaders: { 'x-token': '****' },
  allowedClients: ['claude-code'],
  blockedClients: [],
  activeTimeStart: '22:00',
  activeTimeEnd: '06:00',
  maxRetryAttempts: 2,
  circuitBreakerFailureThreshold: 5,
  circuitBreakerOpenDuration: 1_800_000,
  circuitBreakerHalfOpenSuccessThreshold: 2,
  proxyUrl: 'http://user:****@127.0.0.1:3128',
  proxyFallbackToDirect: true,
  timeoutFirstByte: 30_000,
  timeoutIdle: 60_000,
  timeoutRequest: 120_000,
  notes: '',
  limit5hUsd: null,
  limit5hResetMode: 'rolling',
  limitDailyUsd: null,
  dailyResetMode: 'fixed',
  dailyResetTime: '00:00',
  limitWeeklyUsd: null,
  limitMonthlyUsd: null,
  limitTotalUsd: null,
  limitConcurrentSessions: null,
  limitsResetAt: null,
  createdAt: '',
  updatedAt: '',
};

it('sends nothing when nothing was changed, masked secrets included', () => {
  const form = toForm(STORED);
  expect(changedFields(toDraft(form), toDraft({ ...form }))).toEqual({});
});

it('sends what was changed, in the units of the API', () => {
  const form = toForm(STORED);
  const changed = {
    ...form,
    circuitBreakerOpenDuration: 5,
    proxyUrl: ' ',
    activeTimeStart: '',
    activeTimeEnd: '',
    groups: [],
    parameterOverrides: '',
  };
  expect(changedFields(toDraft(form), toDraft(changed))).toEqual({
    circuitBreakerOpenDuration: 300_000,
    proxyUrl: null,
    activeTimeStart: null,
    activeTimeEnd: null,
    groups: [],
    groupPriorities: {}, // of a group that it has left
    parameterOverrides: {},
  });
});

it('has the defaults of the API for a new provider', () => {
  expect(toDraft(EMPTY_PROVIDER)).toMatchObject({
    maxRetryAttempts: 2,
    circuitBreakerFailureThreshold: 5,
    circuitBreakerOpenDuration: 1_800_000,
    proxyUrl: null,
    customHeaders: {},
  });
});
