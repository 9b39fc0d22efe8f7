import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SimulationView } from '../../src/routing/simulation.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ProviderDesk } from '../support/provider-desk';

let log: string[] = [];

let app: AdminApp;
let desk: ProviderDesk;
beforeAll(async () => {
  app = await startAdminApp({ LOG_LEVEL: 'trace' }, { writeLog: (line) => log.push(line) });
  desk = new ProviderDesk(app);
});
afterAll(() => app?.stop());
beforeEach(() => (log = []));

/** The providers that routing knows. */
async function routable(): Promise<readonly number[]> {
  const draft = { format: 'anthropic', model: 'claude-opus-5' };
  const { body } = await app.client.post<SimulationView>('/api/v1/providers/simulate', draft);
  return body.providers.map(({ providerId }) => providerId);
}

it.each([
  ['url', `'somewhere'`],
  ['type', `'telepathy'`],
  ['allowed_models', `'{}'`],
  ['allowed_models', `'[{"match":"exact"}, null]'`],
  ['allowed_models', `'[{"match":"glob","pattern":"x"}]'`],
  ['allowed_clients', `'{NULL}'`],
  ['model_redirects', `'{}'`],
  ['model_redirects', `'[{"match":"glob","pattern":"x","target":"y"}]'`],
  ['model_redirects', `'[null]'`],
])('a row whose %s is %s by hand takes no other provider down', async (column, value) => {
  const broken = await desk.create({ key: 'sk-planted' });
  await app.database.query(`UPDATE providers SET ${column} = ${value} WHERE id = $1`, [broken.id]);
  const later = await desk.create(); // any change has the providers read again

  const known = await routable();
  expect(known).toContain(later.id);
  expect(known).not.toContain(broken.id);
  // It is reported whenever it is read, which may be more than once.
  const reports = log.filter((line) => line.includes(`"providerId":${broken.id}`));
  expect(reports.length).toBeGreaterThan(0);
  expect(reports.every((line) => line.includes('cannot be used'))).toBe(true);
  expect(log.join('\n')).not.toContain('planted');
  expect(log.join('\n')).not.toContain('configuration cannot be read');

  await app.database.query('DELETE FROM providers WHERE id = $1', [broken.id]);
});
