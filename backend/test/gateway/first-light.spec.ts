import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_TOKEN, Hub } from '../support/hub';

const SCRIPT = path.resolve(import.meta.dirname, '../../../tools/first-light.mjs');

let hub: Hub;
beforeAll(async () => {
  hub = await Hub.start();
});
afterAll(() => hub?.stop());

function firstLight(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, '--hub', hub.url, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

it('the first-light script finds everything in order, and leaves nothing behind', async () => {
  const { code, output } = await firstLight('--token', ADMIN_TOKEN);
  expect(output).toContain('everything works');
  expect(output.match(/^ok {4}/gm)).toHaveLength(12);
  expect(output).not.toContain('left behind');
  expect(code).toBe(0);
  for (const list of ['/users', '/providers']) {
    expect(await hub.admin('GET', list)).toMatchObject({ items: [] });
  }
  const groups = await hub.admin<{ items: { name: string }[] }>('GET', '/provider-groups');
  expect(groups.items.map(({ name }) => name)).toEqual(['default']);
});

it('the first-light script fails when it is not let in', async () => {
  const { code, output } = await firstLight('--token', 'not-the-token-of-this-hub');
  expect(output).toMatch(/answered 401/);
  expect(code).toBe(1);
});
