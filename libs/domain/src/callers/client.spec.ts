import { describe, expect, it } from 'vitest';
import { detectClient } from './client';
import { compileClientPatterns } from './client-patterns';

const CLAUDE = 'claude-cli/2.1.330 (external, sdk-cli)';
const CODEX = 'codex_exec/0.169.0 (Debian 12; x86_64) dumb';
const GEMINI = 'GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)';

const client = (userAgent: string | undefined) =>
  detectClient((name) => (name === 'user-agent' ? userAgent : undefined));

it.each<[string | undefined, string[]]>([
  [CLAUDE, ['claude-code', 'claude-code-cli-sdk']],
  ['claude-cli/2.1.330 (external, cli)', ['claude-code', 'claude-code-cli']],
  ['claude-cli/1.0.0', ['claude-code']],
  [CODEX, ['codex-cli', 'codex-exec']],
  ['codex_cli_rs/0.93.0 (x)', ['codex-cli', 'codex-cli-rs']],
  [GEMINI, ['gemini-cli']],
  ['opencode/1.18.33 ai-sdk/provider-utils', ['opencode']],
  ['curl/8.0', []],
  [undefined, []],
])('%s is %j', (userAgent, names) => expect(client(userAgent).names).toEqual(names));

describe('compileClientPatterns', () => {
  it.each<[string[], string[], string | undefined, boolean]>([
    [[], [], undefined, true],
    [['claude-code'], [], CLAUDE, true],
    [['claude-code'], [], CODEX, false],
    [['claude-code'], [], undefined, false],
    [['codex-cli'], [], CODEX, true],
    [['Codex-Exec'], [], CODEX, true],
    [['gemini_cli'], [], GEMINI, true],
    [[], ['codex-cli'], CODEX, false],
    [[], ['codex-cli'], CLAUDE, true],
    [['claude-code'], ['claude-code-cli-sdk'], CLAUDE, false],
    [['*2.1.*'], [], CLAUDE, true],
    [['claude-cli/*sdk-cli)'], [], CLAUDE, true],
    [['claude-cli/*cli*sdk-cli)'], [], CLAUDE, false],
    [['CLAUDE-*'], [], CLAUDE, true],
    [['*'], [], undefined, true],
    [['-'], [], CLAUDE, false],
  ])('allowed %j, blocked %j: %s is served: %s', (allowed, blocked, userAgent, isServed) => {
    expect(compileClientPatterns(allowed, blocked)(client(userAgent))).toBe(isServed);
  });

  it('cannot be made to search for ever', () => {
    const serves = compileClientPatterns([`${'*a'.repeat(120)}b`], []);
    const startedAt = performance.now();
    expect(serves(client('a'.repeat(50_000)))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
