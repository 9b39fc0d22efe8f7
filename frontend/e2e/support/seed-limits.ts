import type { IssuedKeyView, UserView } from '@cch/api-client/models';
import { eventually } from '../../../backend/test/support/hub-eventually';
import type { Hub } from '../../../backend/test/support/hub';
import { askModel } from './ask-model';
import type { Seeded } from './seed';

/** Limits of every kind in every state, and requests that some of them have refused. */
export async function seedLimits(hub: Hub, { user, key, provider }: Seeded): Promise<void> {
  await hub.admin('PATCH', `/users/${user.id}`, {
    rpmLimit: 120,
    limit5hUsd: '0.04',
    limit5hResetMode: 'fixed',
    limitDailyUsd: '5',
    dailyResetTime: '08:30',
    limitTotalUsd: '250',
  });
  await hub.admin('PATCH', `/keys/${key.id}`, { limitDailyUsd: '5', dailyResetMode: 'rolling' });
  await hub.admin('PATCH', `/providers/${provider.id}`, {
    limitMonthlyUsd: '40',
    limitConcurrentSessions: 8,
  });
  const grace = await hub.admin<UserView>('POST', '/users', { name: 'Grace Hopper' });
  const issue = (fields: object) => hub.admin<IssuedKeyView>('POST', `/users/${grace.id}/keys`, fields);
  const hasty = await issue({ name: 'ship', rpmLimit: 1 });
  const spent = await issue({ name: 'desk', limitTotalUsd: '0.002', limitWeeklyUsd: '10' });
  for (const { key: secret } of [hasty, spent, hasty, hasty]) {
    await eventually('a refusal', async () => (await askModel(hub, secret)) === 429);
  }
}
