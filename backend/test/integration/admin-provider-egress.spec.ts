import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecretBox } from '../../src/platform/secrets/secret-box';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ProviderDesk } from '../support/provider-desk';

const log: string[] = [];

let app: AdminApp;
let desk: ProviderDesk;
beforeAll(async () => {
  app = await startAdminApp({ LOG_LEVEL: 'trace' }, { writeLog: (line) => log.push(line) });
  desk = new ProviderDesk(app);
});
afterAll(() => app?.stop());

interface Stored {
  readonly proxyUrl: string | null;
  readonly customHeaders: Record<string, string> | null;
}

/** What is sealed, opened. */
async function stored({ id }: ProviderView): Promise<Stored> {
  const [row]: { sealed_proxy_url: string | null; sealed_custom_headers: string | null }[] =
    await app.database.query('SELECT sealed_proxy_url, sealed_custom_headers FROM providers WHERE id = $1', [
      id,
    ]);
  const box = new SecretBox(app.config.ENCRYPTION_KEY);
  const open = (sealed: string | null | undefined) => (sealed ? box.open(sealed) : null);
  const headers = open(row?.sealed_custom_headers);
  return {
    proxyUrl: open(row?.sealed_proxy_url),
    customHeaders: headers === null ? null : JSON.parse(headers),
  };
}

const refusal = async (provider: ProviderView, fields: object) => {
  const { status, body } = await app.client.patch(desk.pathOf(provider), fields);
  return { status, errors: body.errors.map(({ path, code }) => `${path} ${code}`) };
};

describe('the proxy of a provider', () => {
  const proxyUrl = 'socks5://user:planted-p%40ss@127.0.0.1:1080';
  const shown = 'socks5://user:****@127.0.0.1:1080';

  it('is shown without its password and sealed with it', async () => {
    const provider = await desk.create({ proxyUrl });
    expect(provider.proxyUrl).toBe(shown);
    expect((await desk.read(provider)).proxyUrl).toBe(shown);
    expect((await stored(provider)).proxyUrl).toBe(proxyUrl);
  });

  it('stays when it is sent back as it was shown, or not at all', async () => {
    const provider = await desk.create({ proxyUrl });
    expect((await desk.patch(provider, { proxyUrl: shown, weight: 2 })).proxyUrl).toBe(shown);
    expect((await desk.patch(provider, { weight: 3 })).proxyUrl).toBe(shown);
    expect((await stored(provider)).proxyUrl).toBe(proxyUrl);
  });

  it('stays when a user that stands alone is sent back masked', async () => {
    const token = 'http://planted-token@127.0.0.1:3128';
    const provider = await desk.create({ proxyUrl: token });
    expect(provider.proxyUrl).toBe('http://****@127.0.0.1:3128');
    await desk.patch(provider, { proxyUrl: provider.proxyUrl });
    expect((await stored(provider)).proxyUrl).toBe(token);
  });

  it('is replaced by another one, and removed by null', async () => {
    const provider = await desk.create({ proxyUrl });
    const other = 'http://user:planted-other@127.0.0.1:3128';
    expect((await desk.patch(provider, { proxyUrl: other })).proxyUrl).toBe(
      'http://user:****@127.0.0.1:3128',
    );
    expect((await stored(provider)).proxyUrl).toBe(other);
    expect((await desk.patch(provider, { proxyUrl: null })).proxyUrl).toBeNull();
    expect((await stored(provider)).proxyUrl).toBeNull();
  });

  it('needs its password again when anything else of it changes', async () => {
    const provider = await desk.create({ proxyUrl });
    for (const changed of ['socks5://user:****@127.0.0.1:1081', 'socks5://other:****@127.0.0.1:1080']) {
      expect(await refusal(provider, { proxyUrl: changed })).toEqual({
        status: 400,
        errors: ['proxyUrl required'],
      });
    }
    expect((await stored(provider)).proxyUrl).toBe(proxyUrl);
    const created = await app.client.post('/api/v1/providers', desk.draft({ proxyUrl: shown }));
    expect(created.body.errors).toMatchObject([{ path: 'proxyUrl', code: 'required' }]);
  });
});

describe('the headers of a provider', () => {
  const customHeaders = {
    'X-Gateway-Token': 'planted-token',
    'x-session-cookie': 'planted-c',
    'x-team': 'platform',
  };
  const shown = { 'X-Gateway-Token': '****', 'x-session-cookie': '****', 'x-team': 'platform' };

  it('are shown without what looks like a credential, and all sealed', async () => {
    const provider = await desk.create({ customHeaders });
    expect(provider.customHeaders).toEqual(shown);
    expect((await stored(provider)).customHeaders).toEqual(customHeaders);
    const [row] = await app.database.query('SELECT * FROM providers WHERE id = $1', [provider.id]);
    expect(JSON.stringify(row)).not.toContain('platform');
  });

  it.each(['authorization2', 'x-api-key-2', 'X-SECRET', 'x-passwd', 'x-credentials', 'x-signature'])(
    'hide %s',
    async (name) => {
      expect((await desk.create({ customHeaders: { [name]: 'planted' } })).customHeaders).toEqual({
        [name]: '****',
      });
    },
  );

  it('stay when they are sent back as they were shown, whatever else changes', async () => {
    const provider = await desk.create({ customHeaders });
    const sent = { ...shown, 'x-team': 'other', 'x-new-key': 'planted-new' };
    expect((await desk.patch(provider, { customHeaders: sent })).customHeaders).toEqual({
      ...sent,
      'x-new-key': '****',
    });
    expect((await stored(provider)).customHeaders).toEqual({
      ...customHeaders,
      'x-team': 'other',
      'x-new-key': 'planted-new',
    });
  });

  it('keep a value under a name in other letters', async () => {
    const provider = await desk.create({ customHeaders });
    await desk.patch(provider, { customHeaders: { 'x-gateway-token': '****' } });
    expect((await stored(provider)).customHeaders).toEqual({ 'x-gateway-token': 'planted-token' });
  });

  it('are replaced by other values and removed by leaving them out', async () => {
    const provider = await desk.create({ customHeaders });
    await desk.patch(provider, { customHeaders: { 'X-Gateway-Token': 'planted-second' } });
    expect((await stored(provider)).customHeaders).toEqual({ 'X-Gateway-Token': 'planted-second' });
    expect((await desk.patch(provider, { customHeaders: {} })).customHeaders).toEqual({});
    expect((await stored(provider)).customHeaders).toBeNull();
  });

  it('need a value where there is none to keep', async () => {
    const provider = await desk.create({ customHeaders });
    expect(await refusal(provider, { customHeaders: { ...shown, 'x-other': '****' } })).toEqual({
      status: 400,
      errors: ['customHeaders.x-other required'],
    });
    expect((await stored(provider)).customHeaders).toEqual(customHeaders);
  });
});

describe('what cannot be opened', () => {
  const sealedElsewhere = async () => {
    const provider = await desk.create({
      proxyUrl: 'http://user:planted@127.0.0.1:1',
      customHeaders: { 'x-token': 'planted' },
    });
    const box = new SecretBox(Buffer.alloc(32, 9));
    await app.database.query(
      'UPDATE providers SET sealed_proxy_url = $2, sealed_custom_headers = $3 WHERE id = $1',
      [provider.id, box.seal('http://127.0.0.1:1'), box.seal('{}')],
    );
    return provider;
  };

  it('is shown as hidden, reported when it is read, and can be replaced', async () => {
    const provider = await sealedElsewhere();
    await desk.create(); // any change has the providers read again
    // Reported whenever it is read, which may be more than once.
    const lines = log.filter((line) => line.includes('cannot be opened'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.includes(`"providerId":${provider.id}`))).toBe(true);
    expect(await desk.read(provider)).toMatchObject({ proxyUrl: '****', customHeaders: {} });
    const fields = { proxyUrl: 'http://127.0.0.1:3128', customHeaders: { 'x-team': 'a' } };
    expect(await desk.patch(provider, fields)).toMatchObject(fields);
    expect(await stored(provider)).toEqual(fields);
  });
});

it('shows no secret in an answer, a line of the log or a column', async () => {
  const rows = await app.database.query('SELECT * FROM providers');
  for (const text of [JSON.stringify(rows), log.join('\n'), ...app.client.answers.map(({ text }) => text)]) {
    expect(text).not.toContain('planted');
  }
  expect(log.length).toBeGreaterThan(0);
});
