/** Permission roles of the admin API, strongest first. Process roles are another thing: see the backend's config. */
export const PERMISSION_ROLES = ['admin', 'operator', 'viewer', 'user'] as const;

export type PermissionRole = (typeof PERMISSION_ROLES)[number];
