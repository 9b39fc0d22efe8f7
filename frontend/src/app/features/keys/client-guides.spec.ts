import { describe, expect, it } from 'vitest';
import { CLIENT_IDS, clientGuide } from './client-guides';

const access = { address: 'https://hub.example.com', key: 'cch_secret' };

const textOf = (id: (typeof CLIENT_IDS)[number]) =>
  clientGuide(id, access)
    .blocks.map((block) => block.code)
    .join('\n');

describe('client guides', () => {
  it.each(CLIENT_IDS)('%s names the address and the key', (id) => {
    expect(textOf(id)).toContain('https://hub.example.com');
    expect(textOf(id)).toContain('cch_secret');
  });

  it('gives Claude Code the address without /v1 and skips its first-run login', () => {
    expect(textOf('claude-code')).toContain('ANTHROPIC_BASE_URL=https://hub.example.com\n');
    expect(textOf('claude-code')).toContain('"hasCompletedOnboarding": true');
  });

  it('gives Codex the address with /v1 and the one wire format it still has', () => {
    expect(textOf('codex')).toContain('base_url = "https://hub.example.com/v1"');
    expect(textOf('codex')).toContain('wire_api = "responses"');
    expect(textOf('codex')).toMatch(/env_key = "(\w+)"[^]*export \1=cch_secret/);
  });

  it('gives files that are valid JSON', () => {
    const files = CLIENT_IDS.flatMap((id) => clientGuide(id, access).blocks).filter((b) =>
      b.name.endsWith('.json'),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(() => JSON.parse(file.code)).not.toThrow();
  });
});
