import type { EntityManager } from 'typeorm';
import { invalidFields } from './admin-error';

/**
 * Refuses names of provider groups that do not exist. The lock on their rows lasts until the transaction ends, so that
 * none of them can be renamed or deleted before the reference to it is written.
 */
export async function requireKnownGroups(
  manager: EntityManager,
  names: readonly string[] | undefined,
  pathOf: (name: string, index: number) => string,
): Promise<void> {
  if (!names || names.length === 0) return;
  const rows: { name: string }[] = await manager.query(
    'SELECT name FROM provider_groups WHERE name = ANY($1) ORDER BY id FOR KEY SHARE',
    [names],
  );
  const known = new Set(rows.map((row) => row.name));
  const errors = names.flatMap((name, index) =>
    known.has(name)
      ? []
      : [{ path: pathOf(name, index), code: 'unknown_group' as const, message: 'is no provider group' }],
  );
  if (errors.length > 0) throw invalidFields(errors);
}

/** Paths of the entries of a list field. */
export function entriesOf(path: string): (name: string, index: number) => string {
  return (_name, index) => `${path}[${index}]`;
}
