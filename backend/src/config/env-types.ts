/** The kinds of values an environment variable may hold. Each parser returns the value or says what is allowed. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly allowed: string };

export type Parser<T> = (raw: string) => Parsed<T>;

const ok = <T>(value: T): Parsed<T> => ({ ok: true, value });
const no = <T>(allowed: string): Parsed<T> => ({ ok: false, allowed });

// Compose files and .env readers differ in whether they strip quotes, so one pair around a value never matters.
export function unquote(raw: string): string {
  const text = raw.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  return quoted?.[2] ?? text;
}

export const text: Parser<string> = (raw) => ok(raw);

export const bool: Parser<boolean> = (raw) => {
  const word = raw.toLowerCase();
  if (word === 'true' || word === '1') return ok(true);
  if (word === 'false' || word === '0') return ok(false);
  return no('true, false, 1 or 0');
};

export const integer =
  (min: number, max: number): Parser<number> =>
  (raw) => {
    const value = Number(raw);
    return /^\d+$/.test(raw) && value >= min && value <= max
      ? ok(value)
      : no(`a whole number from ${min} to ${max}`);
  };

export const oneOf =
  <const T extends string>(...words: readonly T[]): Parser<T> =>
  (raw) => {
    const word = words.find((candidate) => candidate === raw.toLowerCase());
    return word === undefined ? no(`one of ${words.join(', ')}`) : ok(word);
  };

export const timeZone: Parser<string> = (raw) => {
  try {
    return ok(new Intl.DateTimeFormat('en', { timeZone: raw }).resolvedOptions().timeZone);
  } catch {
    // RangeError: Intl does not know the name.
    return no('an IANA time zone such as Asia/Shanghai or UTC');
  }
};

export const url =
  (form: string, ...protocols: readonly string[]): Parser<string> =>
  (raw) => {
    const parsed = URL.canParse(raw) ? new URL(raw) : undefined;
    if (!parsed || !protocols.includes(parsed.protocol) || !parsed.hostname) return no(`the form ${form}`);
    return ok(raw);
  };

export const postgresUrl: Parser<string> = (raw) => {
  const form = no<string>('the form postgres://user:password@host:5432/database');
  const parsed = URL.canParse(raw) ? new URL(raw) : undefined;
  if (!parsed || !['postgres:', 'postgresql:'].includes(parsed.protocol)) return form;
  return parsed.hostname && parsed.pathname.length > 1 ? ok(raw) : form;
};

/** 32 bytes, as base64 or as hexadecimal digits. */
export const encryptionKey: Parser<Buffer> = (raw) => {
  const bytes = /^[0-9a-f]{64}$/i.test(raw) ? Buffer.from(raw, 'hex') : Buffer.from(raw, 'base64');
  return bytes.length === 32 ? ok(bytes) : no('32 bytes in base64 or hexadecimal (openssl rand -base64 32)');
};

// A malformed DSN may have its password anywhere between the first colon after the scheme and the last at sign.
export function maskPassword(raw: string): string {
  return raw.replace(/^([a-z0-9+.-]*:?\/{0,2}[^:@/]*:).*@/is, '$1****@');
}
