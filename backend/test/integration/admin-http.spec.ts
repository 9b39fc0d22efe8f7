import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_ERROR_CODES } from '@cch/contracts/error-codes';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { SystemInfoView } from '../../src/settings/system-info.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp({ APP_URL: 'https://hub.example.com' });
});
afterAll(() => app.stop());

const document = async () => (await app.client.get<OpenAPIObject>('/api/openapi.json', { token: null })).body;

it('answers every error as a problem document', async () => {
  const answer = await app.client.post('/api/v1/users', { name: '' });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toEqual({
    type: 'urn:claude-code-hub:problem:validation_failed',
    title: 'Some fields are not valid',
    status: 400,
    detail: 'name must not be empty.',
    code: 'validation_failed',
    errors: [{ path: 'name', code: 'too_short', message: 'must not be empty' }],
    requestId: answer.headers['x-request-id'],
  });
  expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

const JSON_TYPE = 'application/json';

it.each([
  ['broken JSON', 400, 'invalid_json', { body: '{"name":', headers: { 'content-type': JSON_TYPE } }],
  ['no body at all', 400, 'invalid_json', { body: '', headers: { 'content-type': JSON_TYPE } }],
  ['a poisoned prototype', 400, 'invalid_json', { body: '{"__proto__":{"x":1}}' }],
  ['a list', 400, 'validation_failed', { body: '[]' }],
  ['a bare text', 400, 'validation_failed', { body: '"Ada"' }],
  ['null', 400, 'validation_failed', { body: 'null' }],
  ['XML', 415, 'unsupported_content_type', { body: '<a/>', headers: { 'content-type': 'text/xml' } }],
  ['plain text', 415, 'unsupported_content_type', { body: 'a', headers: { 'content-type': 'text/plain' } }],
  [
    'a form',
    415,
    'unsupported_content_type',
    { body: 'name=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  ['a huge body', 413, 'body_too_large', { body: JSON.stringify({ name: 'x'.repeat(1_048_576) }) }],
])('refuses %s with %i %s', async (_what, status, code, call) => {
  const answer = await app.client.send('POST', '/api/v1/users', call);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body.code).toBe(code);
});

it.each(['/api/v1/nothing', '/api/nothing', '/api/v1/users/1/nothing', '/api/v2/users'])(
  'knows no path %s',
  async (path) => {
    const answer = await app.client.get(path);
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not_found');
  },
);

it('says which methods a path takes', async () => {
  const answer = await app.client.send('PUT', '/api/v1/users/1?x=1');
  expect(answer.status).toBe(405);
  expect(answer.body.code).toBe('method_not_allowed');
  expect(answer.headers.allow?.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH']);
});

it('marks answers as private', async () => {
  const { headers } = await app.client.get('/api/v1/users');
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

it('survives a path that cannot be decoded', async () => {
  const answer = await app.client.get('/api/v1/users/%ff%zz');
  expect(answer.status).toBe(400);
  expect(answer.text).not.toMatch(/ at .*:\d+/);
});

it('survives a client that hangs up in the middle of a body', async () => {
  const { port } = app.client;
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /api/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        () => socket.destroy(),
      );
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  expect((await app.client.get('/api/v1/users')).status).toBe(200);
});

it('tells the console what it needs to know', async () => {
  const { body } = await app.client.get<SystemInfoView>('/api/v1/system/info');
  expect(body).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    appUrl: 'https://hub.example.com',
    timeZone: 'UTC',
  });
});

interface Documented {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, object>>;
}

describe('the OpenAPI document', () => {
  it('is of version 3.1 and describes every operation whole', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries(paths)) {
      for (const operation of Object.values(methods as Record<string, Documented>)) {
        expect(operation.operationId, path).toMatch(/^[a-z][A-Za-z]+$/);
        expect(operation.summary, path).toBeTruthy();
        expect(operation.tags, path).toHaveLength(1);
        ids.add(operation.operationId);
        if (path.startsWith('/health')) continue;
        expect(Object.keys(operation.responses), path).toEqual(expect.arrayContaining(['429', '500', '503']));
      }
    }
    expect(ids.size).toBe(Object.values(paths).flatMap((methods) => Object.keys(methods)).length);
  });

  it('documents every code of the error catalogue', async () => {
    const text = JSON.stringify((await document()).paths);
    const undocumented = ADMIN_ERROR_CODES.filter((code) => !text.includes(`problem:${code}`));
    expect(undocumented).toEqual(['method_not_allowed']); // belongs to no operation
  });

  it('has a page for people', async () => {
    const page = await app.client.get('/api/docs', { token: null });
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const script = await app.client.get('/api/docs/swagger-ui-init.js', { token: null });
    expect(script.text).toContain('listUsers');
  });
});
