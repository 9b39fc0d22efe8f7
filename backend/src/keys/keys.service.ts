import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound } from '../admin/admin-error';
import { entriesOf, requireKnownGroups } from '../admin/known-groups';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { toDate } from '../admin/view-values';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { issueSecret } from './issue-secret';
import type { IssuedKeyView, KeyDraft, KeyPage, KeyPatch, KeyQuery, KeyView } from './key.dto';
import { KEY_COLUMNS, KeyRepository } from './key.repository';
import { keyView } from './key.view';

const DEFAULTS = { isEnabled: true, providerGroups: [] };

@Injectable()
export class KeysService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly keys: KeyRepository,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(userId: number, query: KeyQuery): Promise<KeyPage> {
    const page = readPage(query, KEY_COLUMNS, 'name');
    if (!(await this.keys.hasUser(userId))) throw notFound('user');
    return toPage(await this.keys.page(userId, query, page), page, keyView, rowPosition);
  }

  async get(id: number): Promise<KeyView> {
    const row = await this.keys.find(id);
    if (!row) throw notFound('key');
    return keyView(row);
  }

  async create(userId: number, draft: KeyDraft): Promise<IssuedKeyView> {
    const { secret, ...stored } = issueSecret();
    const id = await this.database.transaction(async (manager) => {
      if (!(await this.keys.hasUser(userId, manager))) throw notFound('user');
      await requireKnownGroups(manager, draft.providerGroups, entriesOf('providerGroups'));
      const expiresAt = toDate(draft.expiresAt);
      return this.keys.insert({ ...DEFAULTS, ...draft, expiresAt, ...stored, userId }, manager);
    });
    await this.watcher.announce();
    return { ...(await this.get(id)), key: secret };
  }

  async update(id: number, patch: KeyPatch): Promise<KeyView> {
    if (Object.keys(patch).length === 0) return this.get(id);
    await this.database.transaction(async (manager) => {
      await requireKnownGroups(manager, patch.providerGroups, entriesOf('providerGroups'));
      await this.keys.update(id, { ...patch, expiresAt: toDate(patch.expiresAt) }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async rotate(id: number): Promise<IssuedKeyView> {
    const { secret, ...stored } = issueSecret();
    if (!(await this.keys.update(id, stored))) throw notFound('key');
    await this.watcher.announce();
    return { ...(await this.get(id)), key: secret };
  }

  async delete(id: number): Promise<void> {
    if (!(await this.keys.update(id, { deletedAt: () => 'now()' }))) throw notFound('key');
    await this.watcher.announce();
  }
}
