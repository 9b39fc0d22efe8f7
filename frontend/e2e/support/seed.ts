import type { IssuedKeyView, ProviderView, UserView } from '@cch/api-client/models';
import type { Hub } from '../../../backend/test/support/hub';

export interface Seeded {
  readonly provider: ProviderView;
  readonly tripped: ProviderView;
  readonly user: UserView;
  readonly key: IssuedKeyView;
}

/** A hub in use: providers of several kinds, groups, users in every state, and one key to send requests with. */
export async function seed(hub: Hub, upstreamUrl: string): Promise<Seeded> {
  await hub.admin('POST', '/provider-groups', { name: 'premium', note: 'Direct accounts of the vendors' });
  await hub.admin('POST', '/provider-groups', { name: 'research' });
  const provider = await hub.admin<ProviderView>('POST', '/providers', {
    name: 'Anthropic, team account',
    type: 'claude',
    url: upstreamUrl,
    key: 'sk-ant-for-the-tests-x7Qa',
    weight: 3,
    groups: ['default', 'premium'],
    notes: 'Renewed every March',
  });
  for (const extra of OTHER_PROVIDERS) await hub.admin('POST', '/providers', extra);
  const tripped = await hub.admin<ProviderView>('POST', '/providers', TRIPPED);
  await hub.admin('POST', `/providers/${tripped.id}/circuit/open`);
  const user = await hub.admin<UserView>('POST', '/users', { name: 'Ada Lovelace', tags: ['platform'] });
  const key = await hub.admin<IssuedKeyView>('POST', `/users/${user.id}/keys`, { name: 'laptop' });
  for (const extra of OTHER_USERS) await hub.admin('POST', '/users', extra);
  return { provider, tripped, user, key };
}

const OTHER_PROVIDERS = [
  { name: 'OpenAI', type: 'codex', url: 'https://api.openai.com/v1', key: 'sk-zz9X', groups: ['premium'] },
  {
    name: 'Relay',
    type: 'openai-compatible',
    url: 'https://relay.example/v1',
    key: 'rl-7788',
    priority: 2,
    costMultiplier: '0.85',
    isEnabled: false,
  },
  {
    name: 'Gemini 双子座',
    type: 'gemini',
    url: 'https://generativelanguage.googleapis.com',
    key: 'AIza-ouQM',
  },
] as const;

/** With everything that routing can be told. */
const TRIPPED = {
  name: 'Anthropic, by way of Frankfurt',
  type: 'claude',
  url: 'https://api.anthropic.com',
  key: 'sk-ant-frankfurt-0aZ1',
  groups: ['default', 'premium'],
  groupPriorities: { premium: 2 },
  modelRedirects: [{ match: 'regex', pattern: '^claude-(.*)-latest$', target: 'claude-$1-5' }],
  allowedClients: ['claude-code'],
  blockedClients: ['curl/*'],
  activeTimeStart: '22:00',
  activeTimeEnd: '08:00',
  proxyUrl: 'socks5://hub:secret@127.0.0.1:1080',
  customHeaders: { 'X-Team': 'platform', 'X-Access-Token': 'of the gateway' },
  parameterOverrides: { max_tokens: 32_000 },
} as const;

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const OTHER_USERS = [
  { name: '李雷', expiresAt: inDays(3), providerGroups: ['research'] },
  { name: 'Edsger Dijkstra', expiresAt: inDays(-1) },
  { name: 'Build server', isEnabled: false, note: 'Nightly jobs' },
] as const;
