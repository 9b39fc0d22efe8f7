// @vitest-environment jsdom
import { signal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { createApplication } from '@angular/platform-browser';
import { FIELD_RANGES, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { describe, expect, it } from 'vitest';
import { EMPTY_PROVIDER, type ProviderForm } from './provider-form';
import { providerRules } from './provider-rules';

const { injector } = await createApplication();

/** The kinds of what is wrong, by field. */
function faults(part: Partial<ProviderForm>, isNew = true): Record<string, readonly string[]> {
  const draft = { ...EMPTY_PROVIDER, name: 'Main', url: 'https://api.example', key: 'sk-1', ...part };
  const editor = form(signal<ProviderForm>(draft), (path) => providerRules(path, () => isNew), { injector });
  const found: Record<string, string[]> = {};
  for (const { kind, fieldTree } of editor().errorSummary()) {
    const name = fieldTree().name().split('.').at(-1) ?? '';
    (found[name] ??= []).push(kind);
  }
  return found;
}

it('takes a provider with nothing but name, address and key', () => {
  expect(faults({})).toEqual({});
});

it('wants a key only for a new provider', () => {
  expect(faults({ key: '' })).toEqual({ key: ['required'] });
  expect(faults({ key: '' }, false)).toEqual({});
});

describe('refuses as typed what the API would refuse', () => {
  it.each<[string, Partial<ProviderForm>, Record<string, readonly string[]>]>([
    ['no address', { url: '' }, { url: ['required'] }],
    ['an address with credentials', { url: 'https://a:b@c.example' }, { url: ['url_extras'] }],
    ['a key that is half a JSON object', { key: '{ "type": ' }, { key: ['key_characters'] }],
    ['a key with a space', { key: 'sk 1' }, { key: ['key_characters'] }],
    ['a negative weight', { weight: -1 }, { weight: ['out_of_range'] }],
    ['half a priority', { priority: 0.5 }, { priority: ['not_whole'] }],
    [
      'a negative priority of a group',
      { groupPriorities: { vip: -1 } },
      { groupPriorities: ['out_of_range'] },
    ],
    [
      'a broken rule',
      { allowedModels: [{ match: 'regex', pattern: '(' }] },
      { allowedModels: ['rule_regex'] },
    ],
    [
      'a redirect to nowhere',
      { modelRedirects: [{ match: 'exact', pattern: 'a', target: ' ' }] },
      { modelRedirects: ['redirect_target'] },
    ],
    ['a client without end', { blockedClients: ['x'.repeat(257)] }, { blockedClients: ['too_long'] }],
    ['one time without the other', { activeTimeStart: '08:00' }, { activeTimeEnd: ['unpaired'] }],
    [
      'a time that is none',
      { activeTimeStart: '24:00', activeTimeEnd: '08:00' },
      { activeTimeStart: ['bad_time'] },
    ],
    ['no attempt', { maxRetryAttempts: 0 }, { maxRetryAttempts: ['out_of_range'] }],
    [
      'a breaker that opens for less than a second',
      { circuitBreakerOpenDuration: 0.01 },
      { circuitBreakerOpenDuration: ['out_of_range'] },
    ],
    ['a timeout of two hours', { timeoutIdle: 7200 }, { timeoutIdle: ['out_of_range'] }],
    ['a proxy without protocol', { proxyUrl: '127.0.0.1:1080' }, { proxyUrl: ['missing_protocol'] }],
    ['a proxy of another protocol', { proxyUrl: 'socks4://127.0.0.1:1080' }, { proxyUrl: ['proxy_invalid'] }],
    [
      'a proxy without end',
      { proxyUrl: `http://${'x'.repeat(TEXT_LENGTHS.proxyUrl)}` },
      { proxyUrl: ['too_long'] },
    ],
    [
      'a header of the hub',
      { customHeaders: [{ name: 'Host', value: 'a' }] },
      { customHeaders: ['header_reserved'] },
    ],
    ['parameters that are no object', { parameterOverrides: '[]' }, { parameterOverrides: ['not_json'] }],
  ])('%s', (_name, part, expected) => expect(faults(part)).toEqual(expected));
});

describe('takes', () => {
  it.each<[string, Partial<ProviderForm>]>([
    ['weight 0', { weight: 0 }],
    ['a breaker that is off', { circuitBreakerFailureThreshold: 0 }],
    ['hours over midnight, 00:00 included', { activeTimeStart: '22:00', activeTimeEnd: '00:00' }],
    ['a proxy that is shown masked', { proxyUrl: 'socks5h://hub:****@127.0.0.1:1080' }],
    ['a proxy that the hub cannot show at all', { proxyUrl: '****' }],
    ['credentials as a JSON object', { key: '{ "type": "service_account" }' }],
    [
      'the longest open time',
      { circuitBreakerOpenDuration: FIELD_RANGES.circuitBreakerOpenDuration.max / 60_000 },
    ],
  ])('%s', (_name, part) => expect(faults(part)).toEqual({}));
});
