import { callerGroups } from '@cch/domain/selection/eligibility';
import type { Standing } from '@cch/domain/callers/caller-standing';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { hashSecret } from '../platform/secrets/key-hash';
import { type LimitedSubject, limitedSubject } from '../limits/limited-subject';
import { type LimitsJson, limitsJson } from '../limits/limits-sql';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';

/** Who sends a request: a key and the user it belongs to, as the hot path needs them. */
export interface Caller {
  readonly keyId: number;
  readonly userId: number;
  readonly key: Standing;
  readonly user: Standing;
  readonly groups: readonly string[];
  /** The key and the user, in this order, as far as they have limits. */
  readonly limited: readonly LimitedSubject[];
  /** Lower-case names of the models the user may ask for; empty for all. */
  readonly allowedModels: ReadonlySet<string>;
}

interface CallerRow {
  readonly key_id: number;
  readonly key_hash: string;
  readonly key_enabled: boolean;
  readonly key_expires_at: Date | null;
  readonly key_groups: string[];
  readonly user_id: number;
  readonly user_enabled: boolean;
  readonly user_expires_at: Date | null;
  readonly user_groups: string[];
  readonly allowed_models: string[];
  readonly key_limits: LimitsJson;
  readonly user_limits: LimitsJson;
  readonly key_reset_at: Date | null;
  readonly user_reset_at: Date | null;
}

interface Callers {
  readonly byHash: ReadonlyMap<string, Caller>;
  readonly byId: ReadonlyMap<number, Caller>;
}

const CALLERS = `
  SELECT k.id AS key_id, k.key_hash, k.is_enabled AS key_enabled, k.expires_at AS key_expires_at,
         k.provider_groups AS key_groups, u.id AS user_id, u.is_enabled AS user_enabled,
         u.expires_at AS user_expires_at, u.provider_groups AS user_groups, u.allowed_models,
         ${limitsJson('k')} AS key_limits, ${limitsJson('u')} AS user_limits,
         GREATEST(k.limits_reset_at, u.limits_reset_at) AS key_reset_at, u.limits_reset_at AS user_reset_at
  FROM keys k JOIN users u ON u.id = k.user_id
  WHERE k.deleted_at IS NULL AND u.deleted_at IS NULL`;

/** Finds the caller of a presented key in memory. Only hashes are held. */
@Injectable()
export class KeyDirectory {
  private readonly callers: Snapshot<Callers>;

  constructor(@InjectDataSource() database: DataSource, watcher: ConfigWatcher) {
    this.callers = new Snapshot(['keys', 'users'], async () => {
      const rows: CallerRow[] = await database.query(CALLERS);
      const callers = rows.map((row) => [row.key_hash, toCaller(row)] as const);
      return {
        byHash: new Map(callers),
        byId: new Map(callers.map(([, caller]) => [caller.keyId, caller])),
      };
    });
    watcher.register(this.callers);
  }

  find(presentedKey: string): Caller | undefined {
    return this.callers.current().byHash.get(hashSecret(presentedKey));
  }

  byId(keyId: number): Caller | undefined {
    return this.callers.current().byId.get(keyId);
  }
}

function toCaller(row: CallerRow): Caller {
  return {
    keyId: row.key_id,
    userId: row.user_id,
    key: { isEnabled: row.key_enabled, expiresAt: row.key_expires_at?.getTime() },
    user: { isEnabled: row.user_enabled, expiresAt: row.user_expires_at?.getTime() },
    groups: callerGroups(row.key_groups, row.user_groups),
    limited: [
      limitedSubject('key', row.key_id, row.key_limits, row.key_reset_at),
      limitedSubject('user', row.user_id, row.user_limits, row.user_reset_at),
    ].filter((subject) => subject !== undefined),
    allowedModels: new Set(row.allowed_models.map((model) => model.toLowerCase())),
  };
}
