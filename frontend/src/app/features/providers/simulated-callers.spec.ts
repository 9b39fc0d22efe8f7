import { detectClient } from '@cch/domain/callers/client';
import { expect, it } from 'vitest';
import { AGENTS, presetOf, type AgentName } from './simulated-callers';

it.each([
  ['codex_cli_rs/0.169.0', 'codex'],
  [' curl/8.14.1 ', 'curl'],
  ['my-agent/1', null],
])('%j is %s', (userAgent, name) => expect(presetOf(userAgent)).toBe(name));

it.each<[AgentName, string | undefined]>([
  ['claude-code', 'claude-code'],
  ['codex', 'codex-cli'],
  ['gemini-cli', 'gemini-cli'],
  ['opencode', 'opencode'],
  ['curl', undefined],
])('routing knows the example of %s as %s', (name, known) => {
  expect(detectClient(() => AGENTS[name]).names[0]).toBe(known);
});
