import { callerGroups } from '@cch/domain/selection/eligibility';
import type { Standing } from '@cch/domain/callers/caller-standing';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { hashSecret } from '../platform/secrets/key-hash';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';

/** Who sends a request: a key and the user it belongs to, as the hot path needs them. */
export interface Caller {
  readonly keyId: number;
  readonly userId: number;
  readonly key: Standing;
  readonly user: Standing;
  readonly groups: readonly string[];
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
}

const CALLERS = `
  SELECT k.id AS key_id, k.key_hash, k.is_enabled AS key_enabled, k.expires_at AS key_expires_at,
         k.provider_groups AS key_groups, u.id AS user_id, u.is_enabled AS user_enabled,
         u.expires_at AS user_expires_at, u.provider_groups AS user_groups, u.allowed_models
  FROM keys k JOIN users u ON u.id = k.user_id
  WHERE k.deleted_at IS NULL AND u.deleted_at IS NULL`;

/** Finds the caller of a presented key in memory. Only hashes are held. */
@Injectable()
export class KeyDirectory {
  private readonly callers: Snapshot<ReadonlyMap<string, Caller>>;

  constructor(@InjectDataSource() database: DataSource, watcher: ConfigWatcher) {
    this.callers = new Snapshot(['keys', 'users'], async () => {
      const rows: CallerRow[] = await database.query(CALLERS);
      return new Map(rows.map((row) => [row.key_hash, toCaller(row)]));
    });
    watcher.register(this.callers);
  }

  find(presentedKey: string): Caller | undefined {
    return this.callers.current().get(hashSecret(presentedKey));
  }

  /** Looks through all of them: for the console, not for requests. */
  byId(keyId: number): Caller | undefined {
    return [...this.callers.current().values()].find((caller) => caller.keyId === keyId);
  }
}

function toCaller(row: CallerRow): Caller {
  return {
    keyId: row.key_id,
    userId: row.user_id,
    key: { isEnabled: row.key_enabled, expiresAt: row.key_expires_at?.getTime() },
    user: { isEnabled: row.user_enabled, expiresAt: row.user_expires_at?.getTime() },
    groups: callerGroups(row.key_groups, row.user_groups),
    allowedModels: new Set(row.allowed_models.map((model) => model.toLowerCase())),
  };
}
