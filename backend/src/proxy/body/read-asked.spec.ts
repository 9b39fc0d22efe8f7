import { describe, expect, it } from 'vitest';
import { readBodyFacts } from './read-asked';

const body = (text: string) => ({ chunks: [Buffer.from(text)], size: Buffer.byteLength(text) });

const document = (padding: number) => ({
  model: 'claude-opus-5',
  messages: [{ role: 'user', content: `{"model":"in a string","stream":false}${'x'.repeat(padding)}` }],
  tools: [{ input_schema: { model: 'nested', stream: false } }],
  metadata: { user_id: 'u' },
  stream: true,
});

// One size is parsed, the other only scanned: both must say the same.
describe.each([0, 100_000])('a body with %i bytes of padding', (padding) => {
  it('yields the top-level members only', () => {
    expect(readBodyFacts(body(JSON.stringify(document(padding))))).toEqual({
      model: 'claude-opus-5',
      stream: true,
      metadata: { user_id: 'u' },
      promptCacheKey: undefined,
      previousResponseId: undefined,
      store: undefined,
      conversationStart: expect.any(Function),
    });
  });

  it('tells what the conversation begins with', () => {
    const { conversationStart } = readBodyFacts(body(JSON.stringify(document(padding))));
    expect(conversationStart('anthropic')).toContain('"in a string"');
    expect(conversationStart('gemini')).toBeUndefined();
  });

  it('tells the same about a conversation that has gone on', () => {
    const later = { ...document(padding) };
    const grown = {
      ...later,
      messages: [...later.messages, { role: 'assistant', content: 'x'.repeat(200_000) }],
    };
    const startOf = (value: object) =>
      readBodyFacts(body(JSON.stringify(value))).conversationStart('anthropic');
    expect(startOf(grown)).toBe(startOf(later));
  });

  it.each([
    ['cut', (text: string) => text.slice(0, -1)],
    ['followed by more', (text: string) => `${text}{}`],
    ['an array', (text: string) => `[${text}]`],
    ['with an unclosed bracket', (text: string) => text.replace('}],"tools"', '],"tools"')],
    ['with a trailing comma', (text: string) => text.replace('"stream":true}', '"stream":true,}')],
  ])('is refused when it is %s', (_name, change) => {
    const broken = body(change(JSON.stringify(document(padding))));
    expect(() => readBodyFacts(broken)).toThrow(expect.objectContaining({ code: 'invalid_json' }));
  });

  it('takes the last of two models, as every parser downstream does', () => {
    const doubled = JSON.stringify(document(padding)).replace(
      '"stream":true}',
      '"stream":true,"model":"other"}',
    );
    expect(readBodyFacts(body(doubled)).model).toBe('other');
  });
});

describe('the beginning of a conversation', () => {
  it('is found in a first turn of any length', () => {
    const begun = readBodyFacts(body(JSON.stringify(document(3_000_000)))).conversationStart('anthropic');
    expect(begun).toMatch(/xxx/);
    expect(begun?.length).toBeLessThan(100_000);
  });

  it('is nothing in a body that is all brackets', () => {
    const depth = 8000;
    const text = `{"model":"m","messages":[{"role":"user","content":${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    expect(readBodyFacts(body(text)).conversationStart('anthropic')).toBeUndefined();
  });
});
