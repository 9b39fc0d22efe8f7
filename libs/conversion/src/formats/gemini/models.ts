import type { ListedModel } from '../../canonical/listed-model';

/** Token limits are left out: the hub does not know them and a wrong one would make clients cut their prompts. */
export function geminiModelList(models: readonly ListedModel[]): object {
  return {
    models: models.map(({ id }) => ({
      name: `models/${id}`,
      baseModelId: id,
      displayName: id,
      supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
    })),
  };
}
