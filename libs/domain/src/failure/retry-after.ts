/** Values of response headers by lower-case name. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * How long an upstream asks to be left alone, in milliseconds from `now`; undefined when it does not say. Reads
 * `retry-after-ms` (OpenAI, Anthropic's SDKs) and `retry-after` in seconds or as an HTTP date (RFC 9110, 10.2.3).
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const precise = amount(headers['retry-after-ms']);
  if (precise !== undefined) return precise;
  const text = headers['retry-after'];
  if (typeof text !== 'string') return undefined;
  const seconds = amount(text);
  if (seconds !== undefined) return Math.round(seconds * 1000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN; // engines take numbers for years
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function amount(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string' || !/^\s*\d{1,9}(\.\d+)?\s*$/.test(value)) return undefined;
  return Number(value);
}
