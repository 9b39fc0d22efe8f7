/** @typedef {import('@pydantic/genai-prices').ModelInfo} ModelInfo */
/** @typedef {import('@pydantic/genai-prices').ModelPrice} ModelPrice */
/** @typedef {Record<string, string>} Rates USD per million tokens, by kind of token */
/** @typedef {Rates & { longContext?: ({ above: number } & Rates)[] }} Sheet `PriceSheet` of libs/domain */

const KINDS = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_write_mtok: 'cacheWrite5m',
  cache_write_1h_mtok: 'cacheWrite1h',
  cache_read_mtok: 'cacheRead',
  input_image_mtok: 'imageInput',
  output_image_mtok: 'imageOutput',
};

/** What the hub does not bill. */
const UNBILLED = new Set([
  'web_searches_kcount',
  'storage_searches_kcount',
  'input_audio_mtok',
  'cache_audio_read_mtok',
  'input_video_mtok',
  'cache_image_read_mtok',
]);

/** Models that answer in sound or film, or are paid by the hour, page or message: a sheet would say too little. */
const NOT_BY_TOKEN = [
  'output_audio_mtok',
  'output_video_mtok',
  'audio_hours',
  'input_audio_hours',
  'input_document_kpages',
  'input_annotated_document_kpages',
  'input_text_messages_kcount',
];

/**
 * What a model costs on that day; undefined when that cannot be said in prices of tokens.
 * @param {ModelInfo} model
 * @param {string} day such as 2026-11-25
 * @returns {Sheet | undefined}
 */
export function sheetOf({ id, prices }, day) {
  const price = Array.isArray(prices) ? priceOn(prices, day) : prices;
  for (const key of Object.keys(price)) {
    if (!(key in KINDS) && !UNBILLED.has(key) && !NOT_BY_TOKEN.includes(key))
      throw new Error(`${id}: say in tools/prices/sheet.mjs what ${key} is`);
  }
  if (NOT_BY_TOKEN.some((key) => key in price)) return undefined;
  if (price['input_mtok'] === undefined && price['output_mtok'] === undefined) return undefined;
  /** @type {Rates} */
  const rates = {};
  /** @type {Map<number, Rates>} */
  const tiers = new Map();
  for (const [key, kind] of Object.entries(KINDS)) {
    const value = price[key];
    if (value === undefined) continue;
    rates[kind] = decimalText(typeof value === 'number' ? value : value.base);
    for (const { start, price } of typeof value === 'number' ? [] : value.tiers) {
      tiers.set(start, { ...tiers.get(start), [kind]: decimalText(price) });
    }
  }
  // A tier holds for inputs longer than its start, as `above` does.
  const longContext = [...tiers]
    .sort(([a], [b]) => a - b)
    .map(([above, tier]) => Object.assign({ above }, tier));
  return longContext.length > 0 ? Object.assign(rates, { longContext }) : rates;
}

/**
 * Of prices that change with the hour of the day the highest one counts: the hub must not say less than the vendor bills.
 * @param {import('@pydantic/genai-prices').ConditionalPrice[]} prices the last one whose condition holds is the price
 * @param {string} day
 * @returns {ModelPrice}
 */
function priceOn(prices, day) {
  const candidates = [];
  for (const { constraint, prices: price } of prices.toReversed()) {
    if (constraint?.type === 'start_date' && constraint.start_date > day) continue;
    candidates.push(price);
    if (constraint?.type !== 'time_of_date') break;
  }
  const [highest] = candidates.sort((a, b) => baseOf(b['output_mtok']) - baseOf(a['output_mtok']));
  if (!highest) throw new Error(`no price holds on ${day}`);
  return highest;
}

function baseOf(/** @type {ModelPrice[string]} */ value) {
  return typeof value === 'object' ? value.base : (value ?? 0);
}

/** The digits as the package has them: the shortest ones that stand for this number. */
function decimalText(/** @type {number} */ value) {
  const text = String(value);
  if (!/^\d+(\.\d{1,9})?$/.test(text)) throw new Error(`${text} is no price with at most nine decimals`);
  return text;
}
