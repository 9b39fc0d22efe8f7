/**
 * Codex CLI asks with `?client_version=` for a catalogue of its own shape, with prompts and capabilities per model.
 * An empty one makes it use the catalogue that it was released with.
 */
export function codexModelList(): object {
  return { models: [] };
}
