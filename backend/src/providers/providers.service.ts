import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound } from '../admin/admin-error';
import { requireKnownGroups } from '../admin/known-groups';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { hintOf } from '../platform/secrets/key-hash';
import { SecretBox } from '../platform/secrets/secret-box';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import type { ProviderDraft, ProviderPatch } from './provider.dto';
import type { ProviderPage, ProviderQuery, ProviderView } from './provider-page.dto';
import { PROVIDER_COLUMNS, ProviderRepository } from './provider.repository';
import { providerView } from './provider.view';

const DEFAULTS = {
  isEnabled: true,
  weight: FIELD_RANGES.weight.default,
  priority: FIELD_RANGES.priority.default,
  costMultiplier: String(FIELD_RANGES.costMultiplier.default),
  groups: [],
  allowedModels: [],
  timeoutFirstByte: FIELD_RANGES.timeoutFirstByte.default,
  timeoutIdle: FIELD_RANGES.timeoutIdle.default,
  timeoutRequest: FIELD_RANGES.timeoutRequest.default,
  notes: '',
};

@Injectable()
export class ProvidersService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly providers: ProviderRepository,
    private readonly secrets: SecretBox,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(query: ProviderQuery): Promise<ProviderPage> {
    const page = readPage(query, PROVIDER_COLUMNS, 'name');
    return toPage(await this.providers.page(query, page), page, providerView, rowPosition);
  }

  async get(id: number): Promise<ProviderView> {
    const row = await this.providers.find(id);
    if (!row) throw notFound('provider');
    return providerView(row);
  }

  async create(draft: ProviderDraft): Promise<ProviderView> {
    const { key, ...fields } = draft;
    const id = await this.database.transaction(async (manager) => {
      await requireKnownGroups(manager, draft.groups, 'groups');
      return this.providers.insert({ ...DEFAULTS, ...fields, ...this.seal(key) }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async update(id: number, patch: ProviderPatch): Promise<ProviderView> {
    const { key, ...fields } = patch;
    if (Object.keys(patch).length === 0) return this.get(id);
    const sealed = key === undefined ? {} : this.seal(key);
    await this.database.transaction(async (manager) => {
      await requireKnownGroups(manager, patch.groups, 'groups');
      await this.providers.update(id, { ...fields, ...sealed }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async delete(id: number): Promise<void> {
    if (!(await this.providers.update(id, { deletedAt: () => 'now()' }))) throw notFound('provider');
    await this.watcher.announce();
  }

  private seal(key: string): { sealedKey: string; keyHint: string } {
    return { sealedKey: this.secrets.seal(key), keyHint: hintOf(key) };
  }
}
