import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { invalidFields, notFound } from '../admin/admin-error';
import { entriesOf, requireKnownGroups } from '../admin/known-groups';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { hintOf } from '../platform/secrets/key-hash';
import { SecretBox } from '../platform/secrets/secret-box';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { EgressSecrets } from './egress-secrets';
import type { ProviderDraft, ProviderPatch } from './provider.dto';
import type { ProviderPage, ProviderQuery, ProviderView } from './provider-page.dto';
import { PROVIDER_COLUMNS, ProviderRepository, type ProviderRow } from './provider.repository';
import { providerView } from './provider.view';

const DEFAULTS = {
  isEnabled: true,
  weight: FIELD_RANGES.weight.default,
  priority: FIELD_RANGES.priority.default,
  costMultiplier: String(FIELD_RANGES.costMultiplier.default),
  groups: [],
  allowedModels: [],
  groupPriorities: {},
  modelRedirects: [],
  parameterOverrides: {},
  allowedClients: [],
  blockedClients: [],
  activeTimeStart: null,
  activeTimeEnd: null,
  maxRetryAttempts: FIELD_RANGES.maxRetryAttempts.default,
  circuitBreakerFailureThreshold: FIELD_RANGES.circuitBreakerFailureThreshold.default,
  circuitBreakerOpenDuration: FIELD_RANGES.circuitBreakerOpenDuration.default,
  circuitBreakerHalfOpenSuccessThreshold: FIELD_RANGES.circuitBreakerHalfOpenSuccessThreshold.default,
  proxyFallbackToDirect: false,
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
    private readonly egress: EgressSecrets,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(query: ProviderQuery): Promise<ProviderPage> {
    const page = readPage(query, PROVIDER_COLUMNS, 'name');
    const view = (row: ProviderRow) => this.viewOf(row);
    return toPage(await this.providers.page(query, page), page, view, rowPosition);
  }

  async get(id: number): Promise<ProviderView> {
    const row = await this.providers.find(id);
    if (!row) throw notFound('provider');
    return this.viewOf(row);
  }

  async create(draft: ProviderDraft): Promise<ProviderView> {
    const { key, proxyUrl, customHeaders, ...fields } = draft;
    requirePair(draft.activeTimeStart ?? null, draft.activeTimeEnd ?? null);
    const sealed = { ...this.seal(key), ...this.egress.seal({ proxyUrl, customHeaders }, undefined) };
    const id = await this.database.transaction(async (manager) => {
      await this.requireGroups(manager, draft);
      return this.providers.insert({ ...DEFAULTS, ...fields, ...sealed }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async update(id: number, patch: ProviderPatch): Promise<ProviderView> {
    const { key, proxyUrl, customHeaders, ...fields } = patch;
    if (Object.keys(patch).length === 0) return this.get(id);
    await this.database.transaction(async (manager) => {
      const stored = await this.providers.lock(id, manager);
      if (!stored) throw notFound('provider');
      const { activeTimeStart = stored.activeTimeStart, activeTimeEnd = stored.activeTimeEnd } = patch;
      requirePair(activeTimeStart, activeTimeEnd);
      await this.requireGroups(manager, patch);
      const sealed = {
        ...(key === undefined ? {} : this.seal(key)),
        ...this.egress.seal({ proxyUrl, customHeaders }, stored),
      };
      await this.providers.update(id, { ...fields, ...sealed }, manager);
    });
    await this.watcher.announce();
    return this.get(id);
  }

  async delete(id: number): Promise<void> {
    if (!(await this.providers.update(id, { deletedAt: () => 'now()' }))) throw notFound('provider');
    await this.watcher.announce();
  }

  private viewOf(row: ProviderRow): ProviderView {
    return providerView(row, this.egress.shown(row.entity));
  }

  private async requireGroups(
    manager: EntityManager,
    { groups, groupPriorities = {} }: ProviderPatch,
  ): Promise<void> {
    await requireKnownGroups(manager, groups, entriesOf('groups'));
    await requireKnownGroups(manager, Object.keys(groupPriorities), (name) => `groupPriorities.${name}`);
  }

  private seal(key: string): { sealedKey: string; keyHint: string } {
    return { sealedKey: this.secrets.seal(key), keyHint: hintOf(key) };
  }
}

function requirePair(start: string | null, end: string | null): void {
  if ((start === null) === (end === null)) return;
  const [path, other] =
    start === null ? ['activeTimeStart', 'activeTimeEnd'] : ['activeTimeEnd', 'activeTimeStart'];
  throw invalidFields([{ path, code: 'unpaired', message: `is needed together with ${other}` }]);
}
