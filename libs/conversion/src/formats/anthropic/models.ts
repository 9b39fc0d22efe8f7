import type { ListedModel } from '../../canonical/listed-model';

export function anthropicModelList(models: readonly ListedModel[]): object {
  const data = models.map(({ id, createdAt }) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(createdAt).toISOString().replace(/\.\d+Z$/, 'Z'), // Anthropic sends whole seconds
  }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
