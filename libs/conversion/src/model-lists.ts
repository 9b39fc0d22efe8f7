import type { ListedModel } from './canonical/listed-model';
import { anthropicModelList } from './formats/anthropic/models';
import { geminiModelList } from './formats/gemini/models';
import { openaiModelList } from './formats/openai-chat/models';
import { codexModelList } from './formats/openai-responses/models';

export type ModelListShape = 'anthropic' | 'openai' | 'gemini' | 'codex';

const LISTS: Readonly<Record<ModelListShape, (models: readonly ListedModel[]) => object>> = {
  anthropic: anthropicModelList,
  openai: openaiModelList,
  gemini: geminiModelList,
  codex: codexModelList,
};

/** The body of a model list in the shape that the asking client reads. */
export function renderModelList(shape: ModelListShape, models: readonly ListedModel[]): string {
  return JSON.stringify(LISTS[shape](models));
}
