import { describe, expect, it } from 'vitest';
import { AccessToken, type FreshToken } from './access-token';
import { readGoogleCredentials } from './google-credentials';

const refreshable = { refresh_token: 'r', client_id: 'i', client_secret: 's' };

function account(fields: object) {
  const clock = { now: 1000 };
  const asked: ((token: FreshToken | Error) => void)[] = [];
  const credentials = readGoogleCredentials(JSON.stringify(fields));
  if (!credentials) throw new Error('no credentials');
  const refresh = () =>
    new Promise<FreshToken>((resolve, reject) => {
      asked.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  return { clock, asked, token: new AccessToken(credentials, refresh, () => clock.now) };
}

describe('AccessToken', () => {
  it('is used as it is while it lasts', () => {
    const { token, asked } = account({ ...refreshable, access_token: 'a', expires_at: 10_000_000_000_000 });
    expect(token.current()).toBe('a');
    expect(asked).toHaveLength(0);
  });

  it('is fetched once for all who wait, and then kept for its time', async () => {
    const { token, asked, clock } = account(refreshable);
    const waiting = [token.current(), token.current()];
    asked[0]?.({ accessToken: 'b', expiresIn: 3600 });
    expect([await waiting[0], await waiting[1]]).toEqual(['b', 'b']);
    clock.now += 3_000_000;
    expect(token.current()).toBe('b');
    expect(asked).toHaveLength(1);
  });

  it('is renewed in the background shortly before its end', async () => {
    const { token, asked } = account({ ...refreshable, access_token: 'a', expiry_date: 100_000_000_060_000 });
    expect(token.current()).toBe('a');
    expect(asked).toHaveLength(0);
    const short = account({ ...refreshable, access_token: 'a', expires_at: '1970-01-01T00:01:00Z' });
    expect(short.token.current()).toBe('a');
    short.asked[0]?.({ accessToken: 'b', expiresIn: 3600 });
    await expect.poll(() => short.token.current()).toBe('b');
  });

  it('can be asked for again after a refusal', async () => {
    const { token, asked } = account(refreshable);
    const first = token.current();
    asked[0]?.(new Error('refused'));
    await expect(first).rejects.toThrow('refused');
    const second = token.current();
    asked[1]?.({ accessToken: 'c', expiresIn: 60 });
    expect(await second).toBe('c');
  });

  it('says that it has ended when nothing can renew it', async () => {
    const { token } = account({ access_token: 'a', expires_at: 1 });
    await expect(token.current()).rejects.toThrow('cannot be renewed');
  });
});

it.each(['AIza-key', '{broken', 'sk-{'])('%s is no credentials', (key) => {
  expect(readGoogleCredentials(key)).toBeUndefined();
});
