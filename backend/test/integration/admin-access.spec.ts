import { PERMISSIONS, ROLE_PERMISSIONS } from '@cch/contracts/permissions';
import { PERMISSION_ROLES, type PermissionRole } from '@cch/contracts/roles';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashSecret } from '../../src/platform/secrets/key-hash';
import { ADMIN_TOKEN, type AdminApp, startAdminApp } from '../support/admin-app';

/** A route whose author forgot to say who may use it. */
@ApiExcludeController()
@Controller('/api/v1/forgotten')
class ForgottenController {
  @Get()
  read(): string {
    return 'open';
  }
}

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp({}, { controllers: [ForgottenController] });
});
afterAll(() => app.stop());

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly permission: string | undefined;
}

/** Every operation of the document, with an id in the place of each path parameter. */
async function operations(): Promise<readonly Operation[]> {
  const { body } = await app.client.get<OpenAPIObject>('/api/openapi.json', { token: null });
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { 'x-permission'?: string }>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '1'),
      permission: operation['x-permission'],
    })),
  );
}

/** Opens a login of that role by hand: the API itself only lets administrators in so far. */
async function loginAs(role: PermissionRole): Promise<string> {
  const token = `token of a ${role}`.replaceAll(' ', '_');
  await app.database.query(
    `INSERT INTO logins (token_hash, credential_hash, role, name, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $3, now(), now() + interval '1 day')`,
    [hashSecret(token), hashSecret(ADMIN_TOKEN), role],
  );
  return `cch_login=${token}`;
}

it('documents a known permission for every operation but login and health', async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  const open = all.filter(({ permission }) => permission === undefined);
  expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'GET /health/live',
    'GET /health/ready',
    'POST /api/v1/auth/login',
  ]);
  for (const { permission } of all) {
    if (permission !== undefined) expect(PERMISSIONS).toContain(permission);
  }
});

it('refuses every operation without a credential, but the open ones', async () => {
  for (const { method, path, permission } of await operations()) {
    const { status } = await app.client.send(method, path, { token: null });
    if (permission === undefined) expect(status, `${method} ${path}`).not.toBe(401);
    else expect(status, `${method} ${path}`).toBe(401);
  }
});

it.each(PERMISSION_ROLES)('lets the role %s do what its permissions say and nothing else', async (role) => {
  const cookie = await loginAs(role);
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'x-forwarded-for': `198.51.100.${role.length}` };
  const all = (await operations()).filter(({ path }) => !/\/auth\/log(in|out)$/.test(path));
  for (const { method, path, permission } of all) {
    const { status } = await app.client.send(method, path, { token: null, headers });
    const isAllowed = ROLE_PERMISSIONS[role].some((held) => held === permission) || !permission;
    if (isAllowed) expect([401, 403], `${method} ${path}`).not.toContain(status);
    else expect(status, `${method} ${path}`).toBe(403);
  }
});

it('is closed where a route does not say who may use it', async () => {
  const nobody = await app.client.get('/api/v1/forgotten', { token: null });
  expect(nobody.status).toBe(401);
  const admin = await app.client.get('/api/v1/forgotten');
  expect(admin.status).toBe(403);
  expect(admin.body.code).toBe('not_allowed');
});
