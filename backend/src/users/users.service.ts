import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound } from '../admin/admin-error';
import { entriesOf, requireKnownGroups } from '../admin/known-groups';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { toDate } from '../admin/view-values';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import type { UserDraft, UserPage, UserPatch, UserQuery, UserView } from './user.dto';
import { USER_COLUMNS, UserRepository } from './user.repository';
import { userView } from './user.view';

const DEFAULTS = {
  note: '',
  role: 'user' as const,
  isEnabled: true,
  providerGroups: [],
  tags: [],
  allowedModels: [],
};

@Injectable()
export class UsersService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly users: UserRepository,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(query: UserQuery): Promise<UserPage> {
    const page = readPage(query, USER_COLUMNS, 'name');
    return toPage(await this.users.page(query, page), page, userView, rowPosition);
  }

  async get(id: number): Promise<UserView> {
    const row = await this.users.find(id);
    if (!row) throw notFound('user');
    return userView(row);
  }

  async create(draft: UserDraft): Promise<UserView> {
    const id = await this.database.transaction(async (manager) => {
      await requireKnownGroups(manager, draft.providerGroups, entriesOf('providerGroups'));
      return this.users.insert({ ...DEFAULTS, ...draft, expiresAt: toDate(draft.expiresAt) }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async update(id: number, patch: UserPatch): Promise<UserView> {
    if (Object.keys(patch).length === 0) return this.get(id);
    await this.database.transaction(async (manager) => {
      await requireKnownGroups(manager, patch.providerGroups, entriesOf('providerGroups'));
      await this.users.update(id, { ...patch, expiresAt: toDate(patch.expiresAt) }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async delete(id: number): Promise<void> {
    const existed = await this.database.transaction((manager) => this.users.delete(id, manager));
    if (!existed) throw notFound('user');
    await this.watcher.announce();
  }
}
