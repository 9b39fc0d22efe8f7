import { describe, expect, it } from 'vitest';
import {
  NO_FILTER,
  chosenRows,
  filterProviders,
  sortProviders,
  urlHost,
  type ProviderFilter,
} from './provider-view';
import type { Provider } from './providers-api';

const TEMPLATE: Provider = {
  id: 0,
  name: '',
  type: 'claude',
  url: 'https://api.anthropic.com',
  keyHint: 'abcd',
  isEnabled: true,
  weight: 1,
  priority: 0,
  costMultiplier: '1',
  groups: [],
  groupPriorities: {},
  allowedModels: [],
  modelRedirects: [],
  parameterOverrides: {},
  customHeaders: {},
  allowedClients: [],
  blockedClients: [],
  activeTimeStart: null,
  activeTimeEnd: null,
  maxRetryAttempts: 2,
  circuitBreakerFailureThreshold: 5,
  circuitBreakerOpenDuration: 1_800_000,
  circuitBreakerHalfOpenSuccessThreshold: 2,
  proxyUrl: null,
  proxyFallbackToDirect: false,
  timeoutFirstByte: 0,
  timeoutIdle: 0,
  timeoutRequest: 0,
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

const ALL: Provider[] = [
  { ...TEMPLATE, id: 1, name: 'Main', groups: ['default'], priority: 1, costMultiplier: '10' },
  { ...TEMPLATE, id: 2, name: 'Backup', isEnabled: false, weight: 5, costMultiplier: '9.5' },
  {
    ...TEMPLATE,
    id: 3,
    name: 'Relay',
    type: 'codex',
    url: 'https://relay.example/v1',
    notes: 'paid by research',
  },
];

const names = (rows: readonly Provider[]) => rows.map((row) => row.name);

describe('filterProviders', () => {
  it.each<[string, Partial<ProviderFilter>, string[]]>([
    ['nothing set', {}, ['Main', 'Backup', 'Relay']],
    ['part of the name', { text: ' BACK ' }, ['Backup']],
    ['part of the address', { text: 'relay.example' }, ['Relay']],
    ['part of the notes', { text: 'research' }, ['Relay']],
    ['a type', { type: 'codex' }, ['Relay']],
    ['disabled ones', { isEnabled: false }, ['Backup']],
    ['a group', { group: 'default' }, ['Main']],
  ])('%s', (_name, filter, expected) => {
    expect(names(filterProviders(ALL, { ...NO_FILTER, ...filter }))).toEqual(expected);
  });
});

describe('sortProviders', () => {
  it.each([
    ['name', false, ['Backup', 'Main', 'Relay']],
    ['name', true, ['Relay', 'Main', 'Backup']],
    ['weight', true, ['Backup', 'Main', 'Relay']],
    ['priority', false, ['Backup', 'Relay', 'Main']],
    ['costMultiplier', false, ['Relay', 'Backup', 'Main']],
  ] as const)('by %s, descending %s', (by, isDescending, expected) => {
    expect(names(sortProviders(ALL, { by, isDescending }))).toEqual(expected);
  });
});

describe('chosenRows', () => {
  it.each<[string, readonly number[], readonly string[] | undefined]>([
    ['nothing picked', [], undefined],
    ['two picked, in the order of the rows', [3, 1], ['Main', 'Relay']],
    ['picked, but hidden by a filter', [9], undefined],
  ])('%s', (_name, picked, expected) => {
    const chosen = chosenRows(ALL, new Set(picked));
    expect(chosen && names(chosen)).toEqual(expected);
  });
});

it.each([
  ['https://api.anthropic.com/v1', 'api.anthropic.com'],
  ['http://10.0.0.2:8080', '10.0.0.2:8080'],
  ['no address', 'no address'],
])('urlHost(%s)', (url, host) => expect(urlHost(url)).toBe(host));
