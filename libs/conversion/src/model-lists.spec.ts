import { describe, expect, it } from 'vitest';
import { renderModelList } from './model-lists';

const models = ['claude-x', 'gpt-5', 'o3-mini', 'gemini-3', 'deepseek-r1', 'qwen3', 'llama'].map((id) => ({
  id,
  createdAt: 1_763_900_000_999,
}));
const [claude] = models;

const listOf = (shape: Parameters<typeof renderModelList>[0], listed = models): unknown =>
  JSON.parse(renderModelList(shape, listed));

describe('renderModelList', () => {
  it("is Anthropic's page, with dates in whole seconds", () => {
    expect(listOf('anthropic', models.slice(0, 2))).toEqual({
      data: [
        { type: 'model', id: 'claude-x', display_name: 'claude-x', created_at: '2025-11-23T12:13:20Z' },
        { type: 'model', id: 'gpt-5', display_name: 'gpt-5', created_at: '2025-11-23T12:13:20Z' },
      ],
      has_more: false,
      first_id: 'claude-x',
      last_id: 'gpt-5',
    });
  });

  it("is OpenAI's list, with owners guessed from the names", () => {
    const owners = ['anthropic', 'openai', 'openai', 'google', 'deepseek', 'alibaba', 'unknown'];
    expect(listOf('openai')).toEqual({
      object: 'list',
      data: models.map(({ id }, index) => ({
        id,
        object: 'model',
        created: 1_763_900_000,
        owned_by: owners[index],
      })),
    });
  });

  it("is Gemini's list", () => {
    expect(listOf('gemini', claude ? [claude] : [])).toEqual({
      models: [
        {
          name: 'models/claude-x',
          baseModelId: 'claude-x',
          displayName: 'claude-x',
          supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
        },
      ],
    });
  });

  it('is empty for Codex, whatever there is', () => {
    expect(listOf('codex')).toEqual({ models: [] });
  });

  it.each([
    ['anthropic', { data: [], has_more: false, first_id: null, last_id: null }],
    ['openai', { object: 'list', data: [] }],
    ['gemini', { models: [] }],
    ['codex', { models: [] }],
  ] as const)('can be empty: %s', (shape, expected) => {
    expect(listOf(shape, [])).toEqual(expected);
  });
});
