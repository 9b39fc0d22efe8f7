const NEEDS_DECODING = /[\\\u0080-\u00ff]/;

/** The value of a JSON text, undefined when it is not valid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // invalid below the top level, where no scan looks
  }
}

/** Parses UTF-8 JSON that is held one byte per character. */
export function parseLatin1(text: string): unknown {
  return parseJson(NEEDS_DECODING.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text);
}

/** The name that a key spells; `raw` is what stands between its quotes, one byte per character. */
export function keyName(raw: string): string | undefined {
  if (!NEEDS_DECODING.test(raw)) return raw;
  const name = parseLatin1(`"${raw}"`);
  return typeof name === 'string' ? name : undefined;
}
