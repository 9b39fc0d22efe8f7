import type { Permission } from '@cch/contracts/permissions';

export interface NavItem {
  readonly path: string;
  readonly label: string;
  readonly icon: string;
  readonly permission: Permission;
}

export interface NavGroup {
  readonly label: string;
  readonly items: readonly NavItem[];
}

/** The pages that exist, in the order a reader meets them. Labels are translation keys. */
export const NAV_GROUPS: readonly NavGroup[] = [
  {
    label: 'nav.observe',
    items: [
      { path: '/logs', label: 'nav.logs', icon: 'unordered-list', permission: 'usage:read' },
      { path: '/rate-limits', label: 'nav.rateLimits', icon: 'stop', permission: 'usage:read' },
    ],
  },
  {
    label: 'nav.configure',
    items: [
      { path: '/providers', label: 'nav.providers', icon: 'api', permission: 'providers:read' },
      {
        path: '/provider-groups',
        label: 'nav.providerGroups',
        icon: 'cluster',
        permission: 'providers:read',
      },
      { path: '/users', label: 'nav.users', icon: 'team', permission: 'users:read' },
      { path: '/prices', label: 'nav.prices', icon: 'dollar', permission: 'prices:read' },
    ],
  },
  {
    label: 'nav.system',
    items: [{ path: '/settings', label: 'nav.settings', icon: 'setting', permission: 'settings:read' }],
  },
];
