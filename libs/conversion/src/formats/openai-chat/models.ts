import type { ListedModel } from '../../canonical/listed-model';

const OWNERS: readonly (readonly [prefix: RegExp, owner: string])[] = [
  [/^claude-/, 'anthropic'],
  [/^(?:gpt-|o\d)/, 'openai'],
  [/^gemini-/, 'google'],
  [/^deepseek/, 'deepseek'],
  [/^qwen/, 'alibaba'],
];

export function openaiModelList(models: readonly ListedModel[]): object {
  const data = models.map(({ id, createdAt }) => ({
    id,
    object: 'model',
    created: Math.floor(createdAt / 1000),
    owned_by: ownerOf(id),
  }));
  return { object: 'list', data };
}

/** The field is required and the hub lists names of any vendor, so the owner is guessed from the name. */
function ownerOf(id: string): string {
  return OWNERS.find(([prefix]) => prefix.test(id))?.[1] ?? 'unknown';
}
