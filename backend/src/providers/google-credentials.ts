/** The credentials of a Google account, as `gcloud` and Gemini CLI keep them in a JSON file. */
export interface GoogleCredentials {
  readonly accessToken: string | undefined;
  /** Milliseconds since the epoch; undefined when the file does not say. */
  readonly expiresAt: number | undefined;
  /** What is needed to get a new access token; undefined when something is missing. */
  readonly refresh:
    | {
        readonly tokenUrl: string;
        readonly refreshToken: string;
        readonly clientId: string;
        readonly clientSecret: string;
      }
    | undefined;
}

const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';

/** Reads a provider key that is a JSON object of credentials; undefined for every other key. */
export function readGoogleCredentials(key: string): GoogleCredentials | undefined {
  if (!key.trimStart().startsWith('{')) return undefined;
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(key) as Record<string, unknown>;
  } catch {
    // SyntaxError: a key that only looks like JSON.
    return undefined;
  }
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const refreshToken = text('refresh_token');
  const clientId = text('client_id');
  const clientSecret = text('client_secret');
  return {
    accessToken: text('access_token'),
    expiresAt: timeOf(fields['expires_at'] ?? fields['expiry_date']),
    refresh:
      refreshToken && clientId && clientSecret
        ? { tokenUrl: text('token_uri') ?? GOOGLE_TOKEN_URL, refreshToken, clientId, clientSecret }
        : undefined,
  };
}

// Seen in the wild: ISO 8601, seconds and milliseconds since the epoch.
function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value < 100_000_000_000 ? value * 1000 : value;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
