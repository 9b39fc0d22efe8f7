// `models/gemini-3-pro`, `anthropic/claude-opus-5`, `eu.anthropic.claude-opus-5-v1:0`
const PREFIX = /^(?:[^/]+\/)+|^(?:[a-z]{2,6}\.)?anthropic\./;
// `claude-opus-5[1m]`, `…-v1:0`, `…@20260101`
const SUFFIX = /(?:\[\w+\]|-v\d+(?::\d+)?|@[\w-]+|:[a-z]+)$/;
// `…-20260101`, `…-2026-01-01`, `…-latest`
const DATE = /-(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$/;

/**
 * Under which names a model's price is looked for, the most exact one first: as it is called, in lower case, without what
 * hosts put around a name, without its date.
 */
export function priceNames(model: string): readonly string[] {
  const names = [model];
  const lower = model.toLowerCase();
  const plain = lower.replace(PREFIX, '').replace(SUFFIX, '');
  for (const name of [lower, plain, plain.replace(DATE, '')]) {
    if (name !== '' && !names.includes(name)) names.push(name);
  }
  return names;
}
