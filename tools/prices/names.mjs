/** @typedef {import('@pydantic/genai-prices').MatchLogic} MatchLogic */
/** @typedef {import('@pydantic/genai-prices').ModelInfo} ModelInfo */

// Prices are looked up by whole names, in lower case: a beginning such as `claude-sonnet-4-2025` or `claude-sonnet-4@` is no
// name, a fine-tuned model has the name of its owner in its own, and what hosts put in front is cut off before the look-up.
const NAME = /^[a-z0-9][a-z0-9._:-]*[a-z0-9]$/;
const NO_NAME = /^ft:|-20\d\d$/;

/**
 * The names by which a model may be asked for, as far as the package spells them out.
 * @param {ModelInfo} model
 * @returns {string[]}
 */
export function namesOf({ id, match }) {
  const names = [id, ...spelledOut(match)].map((name) => name.toLowerCase());
  return [...new Set(names)].filter((name) => NAME.test(name) && !NO_NAME.test(name));
}

/**
 * @param {MatchLogic} match
 * @returns {string[]}
 */
function spelledOut(match) {
  if ('or' in match) return match.or.flatMap(spelledOut);
  if ('and' in match) return match.and.flatMap(spelledOut);
  if ('equals' in match) return [match.equals];
  if ('starts_with' in match) return [match.starts_with];
  // `contains`, `ends_with` and regular expressions take in names that other entries spell out.
  return [];
}
