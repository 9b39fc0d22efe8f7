import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AdminError, notFound } from '../admin/admin-error';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import type {
  ProviderGroupDraft,
  ProviderGroupPage,
  ProviderGroupPatch,
  ProviderGroupQuery,
  ProviderGroupView,
} from './provider-group.dto';
import { PROVIDER_GROUP_COLUMNS, ProviderGroupRepository } from './provider-group.repository';
import { providerGroupView } from './provider-group.view';

/** The group that new installations begin with; set-up guides and scripts count on it. */
const PERMANENT_GROUP = 'default';

@Injectable()
export class ProviderGroupsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly groups: ProviderGroupRepository,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(query: ProviderGroupQuery): Promise<ProviderGroupPage> {
    const page = readPage(query, PROVIDER_GROUP_COLUMNS, 'name');
    return toPage(await this.groups.page(page), page, providerGroupView, rowPosition);
  }

  async get(id: number, manager?: EntityManager): Promise<ProviderGroupView> {
    const row = await this.groups.find(id, manager);
    if (!row) throw notFound('provider group');
    return providerGroupView(row);
  }

  async create(draft: ProviderGroupDraft): Promise<ProviderGroupView> {
    const id = await this.groups.insert({ note: '', costMultiplier: '1', ...draft });
    await this.watcher.announce();
    return this.get(id);
  }

  async update(id: number, patch: ProviderGroupPatch): Promise<ProviderGroupView> {
    if (Object.keys(patch).length === 0) return this.get(id);
    await this.database.transaction(async (manager) => {
      const group = await this.hold(id, manager);
      const isRenamed = patch.name !== undefined && patch.name !== group.name;
      if (isRenamed) refusePermanent(group, 'renamed');
      await this.groups.update(id, patch, manager);
      if (isRenamed) await this.groups.renameReferences(group.name, patch.name, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async delete(id: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      const group = await this.hold(id, manager);
      refusePermanent(group, 'deleted');
      refuseUsed(group);
      await this.groups.delete(id, manager);
    });
    await this.watcher.announce();
  }

  /** Locks the group before it is read, so that its counts stay true until the transaction ends. */
  private async hold(id: number, manager: EntityManager): Promise<ProviderGroupView> {
    await this.groups.lock(id, manager);
    return this.get(id, manager);
  }
}

function refusePermanent(group: ProviderGroupView, deed: string): void {
  if (group.name === PERMANENT_GROUP) {
    throw new AdminError('conflict', `The group "${PERMANENT_GROUP}" cannot be ${deed}.`);
  }
}

function refuseUsed({ userCount, keyCount, providerCount }: ProviderGroupView): void {
  if (userCount + keyCount + providerCount === 0) return;
  throw new AdminError(
    'in_use',
    `The group is used by ${userCount} user(s), ${keyCount} key(s) and ${providerCount} provider(s).`,
    { extensions: { usedBy: { users: userCount, keys: keyCount, providers: providerCount } } },
  );
}
