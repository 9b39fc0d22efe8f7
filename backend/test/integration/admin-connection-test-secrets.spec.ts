import { request } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ConnectionTestView } from '../../src/providers/connection-test/connection-test.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import { ADMIN_TOKEN } from '../support/admin-app';
import { ConnectionTestRig, TEST_LIMIT_MS, TESTED_KEY } from '../support/connection-test-rig';
import { type EgressProxy, PROXY_PASSWORD, proxyUrl, startProxy } from '../support/egress-proxies';
import type { Exchange } from '../support/fake-upstream';
import { DIALECTS } from '../support/fake-upstream-dialects';
import { answers } from '../support/fake-upstream-scripts';
import { freePort } from '../support/hub';
import { unique } from '../support/hub-rig';
import { PlainOrigin } from '../support/plain-origin';

const HEADER_SECRET = 'Bearer gateway-planted-77';

let rig: ConnectionTestRig;
let proxy: EgressProxy;
beforeAll(async () => {
  [rig, proxy] = await Promise.all([ConnectionTestRig.start(), startProxy('http')]);
});
afterAll(async () => {
  await Promise.all([rig?.stop(), proxy?.close()]);
});

describe('what an upstream echoes', () => {
  const echo = ({ seen }: Exchange) =>
    `${seen.headers['x-api-key']} ${seen.headers.authorization} ${seen.headers['x-gateway-token']} ` +
    `${encodeURIComponent(PROXY_PASSWORD)} ${PROXY_PASSWORD} ${seen.headers['x-team']}`;
  const customHeaders = { 'x-gateway-token': HEADER_SECRET, 'x-team': 'platform' };

  const expectMasked = (result: ConnectionTestView) => {
    const text = JSON.stringify(result);
    expect(text).toContain('****');
    for (const secret of [
      TESTED_KEY,
      'gateway-planted-77',
      PROXY_PASSWORD,
      encodeURIComponent(PROXY_PASSWORD),
    ]) {
      expect(text).not.toContain(secret);
    }
  };

  it.each<[string, (exchange: Exchange, model: string) => void]>([
    [
      'in an error',
      (exchange) =>
        void answers(401, JSON.stringify({ error: { message: `wrong: ${echo(exchange)}` } }))(exchange),
    ],
    ['on an error page', (exchange) => void answers(500, `<p>${echo(exchange)}</p>`, {})(exchange)],
    ['on a page that looks well', (exchange) => void answers(200, `<p>${echo(exchange)}</p>`, {})(exchange)],
    [
      'at the end of a preview',
      (exchange) =>
        void answers(200, `<p>${'x'.repeat(285)}${exchange.seen.headers['x-api-key']}</p>`, {})(exchange),
    ],
    [
      'in its answer',
      (exchange, model) =>
        void answers(
          200,
          JSON.stringify({ type: 'message', model, content: [{ type: 'text', text: echo(exchange) }] }),
        )(exchange),
    ],
    [
      'as its model',
      (exchange) =>
        void answers(
          200,
          JSON.stringify({ type: 'message', model: echo(exchange), content: [{ type: 'text', text: 'x' }] }),
        )(exchange),
    ],
    [
      'in an event',
      (exchange) =>
        void answers(
          200,
          `event: error\ndata: {"type":"error","error":{"message":"${echo(exchange)}"}}\n\n`,
          {
            'content-type': 'text/event-stream',
          },
        )(exchange),
    ],
  ])('%s is masked', async (_, script) => {
    const model = unique('echo');
    rig.upstream.script(model, (exchange) => script(exchange, model));
    const fields = { customHeaders, proxyUrl: proxyUrl('http', proxy.port) };
    expectMasked(await rig.testDraft({ model, ...fields }));
    expectMasked(await rig.testSaved(await rig.create(fields), { model }));
    expect(rig.upstream.exchangesFor(model)).toHaveLength(2);
  });

  it('is not in the log either', () => {
    const log = rig.log.join('\n');
    expect(log).not.toContain('planted');
    expect(log).not.toContain(encodeURIComponent(PROXY_PASSWORD));
  });
});

describe('the proxy', () => {
  const dead = async () => `http://user:planted-proxy@127.0.0.1:${await freePort()}`;

  it('is used and named', async () => {
    const before = proxy.seen.length;
    const result = await rig.testDraft({ proxyUrl: proxyUrl('http', proxy.port) });
    expect(result).toMatchObject({ ok: true, route: 'proxy' });
    expect(proxy.seen.slice(before)).toMatchObject([{ port: rig.upstream.port }]);
  });

  it('is tried anew each time, so that a connection from before proves nothing', async () => {
    const own = await startProxy('http');
    const id = await rig.create({ proxyUrl: proxyUrl('http', own.port) });
    expect(await rig.testSaved(id)).toMatchObject({ ok: true, route: 'proxy' });
    await vi.waitUntil(() => own.openConnections() === 0);
    await own.close();
    expect(await rig.testSaved(id)).toMatchObject({ ok: false, errorCode: 'upstream_proxy_failed' });
  });

  it('that is away is a result', async () => {
    expect(await rig.testDraft({ proxyUrl: await dead() })).toMatchObject({
      ok: false,
      statusCode: null,
      errorCode: 'upstream_proxy_failed',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED/),
      route: 'proxy',
    });
  });

  it('that is away is left out where that is allowed', async () => {
    const fields = { proxyUrl: await dead(), proxyFallbackToDirect: true };
    expect(await rig.testDraft(fields)).toMatchObject({ ok: true, route: 'direct_after_proxy' });
    expect(await rig.testSaved(await rig.create(fields))).toMatchObject({
      ok: true,
      route: 'direct_after_proxy',
    });
  });

  it('that does not know the password is a result without it', async () => {
    const result = await rig.testDraft({ proxyUrl: proxyUrl('http', proxy.port, 'planted-wrong') });
    expect(result).toMatchObject({ ok: false, errorCode: 'upstream_proxy_failed', route: 'proxy' });
    expect(JSON.stringify(result)).not.toContain('planted');
  });

  it.each([
    ['a proxy', 'upstream_proxy_failed', (port: number) => ({ proxyUrl: `http://127.0.0.1:${port}` })],
    ['an upstream', 'upstream_unreachable', (port: number) => ({ url: `https://127.0.0.1:${port}` })],
  ])('does not outwait %s that is silent', async (_, errorCode, fieldsFor) => {
    const silent = await listen();
    const result = await rig.testDraft(fieldsFor((silent.address() as AddressInfo).port));
    silent.close();
    expect(result).toMatchObject({ ok: false, statusCode: null, errorCode, message: /./ });
    expect(result.durationMs).toBeLessThan(TEST_LIMIT_MS + 500);
  });
});

/** Takes connections and says nothing. */
function listen(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => undefined));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

describe('a draft of a provider that exists', () => {
  const sent = () => ({
    customHeaders: { 'X-Gateway-Token': '****', 'x-plain': 'new' },
    proxyUrl: `http://egress%20user:****@127.0.0.1:${proxy.port}`,
  });
  let providerId: number;
  beforeAll(async () => {
    providerId = await rig.create({
      url: `${rig.upstream.url}/old`,
      customHeaders: { 'x-gateway-token': HEADER_SECRET },
      proxyUrl: proxyUrl('http', proxy.port),
    });
  });

  const refusal = async (fields: object) => {
    const { status, body } = await rig.app.client.post('/api/v1/providers/test', rig.draft(fields));
    return { status, errors: body.errors.map(({ path, code }) => `${path} ${code}`) };
  };

  it('takes the stored secrets along to the same origin', async () => {
    const model = unique('kept');
    const url = `${rig.upstream.url}/new`;
    const before = proxy.seen.length;
    const result = await rig.testDraft({ providerId, key: undefined, url, model, ...sent() });
    expect(result).toMatchObject({ ok: true, route: 'proxy' });
    expect(proxy.seen.length).toBe(before + 1);
    const seen = rig.upstream.seen(model);
    expect(seen.url).toBe('/new/v1/messages');
    expect(seen.headers).toMatchObject({
      'x-api-key': TESTED_KEY,
      'x-gateway-token': HEADER_SECRET,
      'x-plain': 'new',
    });
  });

  it('may bring secrets of its own', async () => {
    const model = unique('own');
    const customHeaders = { 'x-gateway-token': 'other' };
    const result = await rig.testDraft({ providerId, key: 'sk-other', model, customHeaders });
    expect(result).toMatchObject({ ok: true, route: 'direct' });
    const { headers } = rig.upstream.seen(model);
    expect(headers).toMatchObject({ 'x-api-key': 'sk-other', 'x-gateway-token': 'other' });
  });

  it.each(['http://127.0.0.1:1', 'http://localhost:PORT', 'https://127.0.0.1:PORT', 'http://[::1]:PORT'])(
    'takes nothing along to %s',
    async (address) => {
      const url = address.replace('PORT', String(rig.upstream.port));
      const asked = { providerId, url, model: unique('away') };
      expect(await refusal({ ...asked, key: undefined })).toEqual({ status: 400, errors: ['key required'] });
      expect(await refusal({ ...asked, ...sent() })).toEqual({
        status: 400,
        errors: ['proxyUrl required', 'customHeaders.X-Gateway-Token required'],
      });
      expect(rig.upstream.exchangesFor(asked.model)).toEqual([]);
    },
  );

  it('takes no password along to another proxy', async () => {
    const other = `http://egress%20user:****@127.0.0.1:${await freePort()}`;
    expect(await refusal({ providerId, proxyUrl: other })).toEqual({
      status: 400,
      errors: ['proxyUrl required'],
    });
  });

  it('must be one of a provider', async () => {
    const unknown = { status: 400, errors: ['providerId not_a_choice'] };
    expect(await refusal({ providerId: 999_999, key: undefined })).toEqual(unknown);
    expect(await refusal({ key: undefined })).toEqual({ status: 400, errors: ['key required'] });
    expect(await refusal({ url: 'nowhere', type: 'x', proxyUrl: 'host:1', nonsense: 1 })).toMatchObject({
      errors: expect.arrayContaining([
        'url invalid_url',
        'type not_a_choice',
        'proxyUrl missing_protocol',
        'nonsense unknown_field',
      ]),
    });
  });

  it('cannot be tested with a key that cannot be opened', async () => {
    const id = await rig.create();
    await rig.app.database.query('UPDATE providers SET sealed_key = $2 WHERE id = $1', [id, 'v1.AAAA']);
    expect(await refusal({ providerId: id, key: undefined })).toMatchObject({ errors: ['key required'] });
    const saved = await rig.app.client.post(`/api/v1/providers/${id}/test`);
    expect(saved).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

describe('an account of Google’s', () => {
  const account = (tokenUrl: string) =>
    JSON.stringify({
      refresh_token: 'refresh-planted-1',
      client_id: 'client',
      client_secret: 'client-planted-2',
      token_uri: tokenUrl,
    });

  it('logs in before it is asked', async () => {
    const token = JSON.stringify({ access_token: 'ya29.planted-token', expires_in: 3600 });
    const origin = await PlainOrigin.start('http', { '/token': (res) => res.end(token) });
    const model = unique('oauth');
    const key = account(`${origin.url}/token`);
    rig.upstream.script(model, (exchange) =>
      answers(403, `no: ${exchange.seen.headers.authorization}`, {})(exchange),
    );
    const result = await rig.testDraft({ type: 'gemini', key, model });
    await origin.close();
    expect(rig.upstream.seen(model).headers.authorization).toBe('Bearer ya29.planted-token');
    expect(result).toMatchObject({
      errorCode: 'upstream_credentials',
      statusCode: 403,
      message: 'no: Bearer ****',
    });
  });

  it.each<[string, (res: { writeHead(status: number): { end(text: string): unknown } }) => void]>([
    ['is refused', (res) => void res.writeHead(400).end('{"error":"invalid_grant refresh-planted-1"}')],
    ['gets no answer', () => undefined],
  ])('that %s is a result', async (_, answer) => {
    const origin = await PlainOrigin.start('http', { '/token': answer });
    const model = unique('oauth');
    const result = await rig.testDraft({ type: 'gemini-cli', key: account(`${origin.url}/token`), model });
    await origin.close();
    expect(result).toMatchObject({
      ok: false,
      errorCode: 'upstream_login_failed',
      statusCode: null,
      usage: null,
    });
    expect(JSON.stringify(result)).not.toContain('planted');
    expect(result.durationMs).toBeLessThan(TEST_LIMIT_MS + 500);
    expect(rig.upstream.exchangesFor(model)).toEqual([]);
  });
});

describe('a test', () => {
  it('leaves no trace in the circuit breaker and the usage log', async () => {
    const id = await rig.create({ circuitBreakerFailureThreshold: 1 });
    for (const { format } of DIALECTS) {
      const model = unique(`trace-${format}`);
      rig.upstream.script(model, answers(500, 'broken'));
      expect(await rig.testSaved(id, { model })).toMatchObject({ ok: false, errorCode: 'upstream_error' });
    }
    const circuit = await rig.app.client.get(`/api/v1/providers/${id}/circuit`);
    expect(circuit.body).toMatchObject({ state: 'closed', failures: 0, events: [] });
    expect(await rig.app.database.query('SELECT * FROM circuit_events')).toEqual([]);
    expect(await rig.app.database.query('SELECT * FROM message_request')).toEqual([]);
  });

  it('does not change the provider', async () => {
    const id = await rig.create();
    const read = async () => (await rig.app.client.get<ProviderView>(`/api/v1/providers/${id}`)).body;
    const before = await read();
    await rig.testSaved(id);
    expect(await read()).toEqual(before);
  });

  it('works for a provider that is switched off', async () => {
    expect((await rig.testSaved(await rig.create({ isEnabled: false, weight: 0 }))).ok).toBe(true);
  });

  it('needs a provider', async () => {
    expect(await rig.app.client.post('/api/v1/providers/999999/test')).toMatchObject({ status: 404 });
    const id = await rig.create();
    const badModel = await rig.app.client.post(`/api/v1/providers/${id}/test`, { model: '' });
    expect(badModel.body.errors).toMatchObject([{ path: 'model', code: 'too_short' }]);
  });

  it('ends when whoever asked for it leaves', async () => {
    const model = unique('left');
    const begun = new Promise<Exchange>((resolve) => rig.upstream.script(model, resolve));
    const asking = request({
      port: rig.app.client.port,
      method: 'POST',
      path: '/api/v1/providers/test',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    });
    asking.on('error', () => undefined);
    asking.end(JSON.stringify(rig.draft({ model })));
    const { closed } = await begun;
    const leftAt = performance.now();
    asking.destroy();
    expect(await closed).toBe(true);
    expect(performance.now() - leftAt).toBeLessThan(TEST_LIMIT_MS / 2);
  });
});
