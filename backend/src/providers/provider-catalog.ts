import { NATIVE_FORMATS, type ProviderType } from '@cch/contracts/provider-types';
import type { BreakerPolicy } from '@cch/domain/breaker/breaker';
import { compileClientPatterns } from '@cch/domain/callers/client-patterns';
import { compileModelPatterns } from '@cch/domain/models/match-model';
import { compileRedirects } from '@cch/domain/models/redirect-model';
import { type ActiveHours, parseClockTime } from '@cch/domain/schedule/active-hours';
import type { Candidate } from '@cch/domain/selection/candidate';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { Repository } from 'typeorm';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { SecretBox } from '../platform/secrets/secret-box';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';
import type { UpstreamTarget } from '../platform/upstream/upstream-target';
import { breakerPolicy } from './breaker-policy';
import { type Egress, EgressSecrets } from './egress-secrets';
import { type ModelRule, ProviderEntity } from './provider.entity';
import { AccessToken } from './access-token';
import { GoogleTokenClient } from './google-token-client';
import { readGoogleCredentials } from './google-credentials';
import { type HeaderList, keyHeaders, tokenHeaders } from './upstream-auth';

/** A provider as the hot path needs it: everything that can be worked out beforehand is. */
export interface RoutableProvider extends Candidate {
  readonly name: string;
  readonly type: ProviderType;
  readonly target: UpstreamTarget;
  /** Path of the base URL without trailing slash. */
  readonly basePath: string;
  /** Query of the base URL without question mark. */
  readonly baseQuery: string;
  /** Headers that authenticate the hub; a promise only while an OAuth token is being renewed. */
  readonly authHeaders: () => HeaderList | Promise<HeaderList>;
  readonly allowedModels: readonly ModelRule[];
  /** The name under which a model is asked for here. */
  readonly redirectModel: (model: string) => string;
  /** A JSON Merge Patch; undefined when there is nothing to change. */
  readonly parameterOverrides: Readonly<Record<string, unknown>> | undefined;
  readonly customHeaders: CustomHeaders | undefined;
  /** Attempts of one request, the first one included. */
  readonly maxAttempts: number;
  readonly breaker: BreakerPolicy;
  /** Milliseconds; 0 for none. */
  readonly timeoutFirstByte: number;
  readonly timeoutIdle: number;
  readonly timeoutRequest: number;
}

/** Headers that stand for the client's own. */
export interface CustomHeaders {
  /** Name and value pairs, flat. */
  readonly list: HeaderList;
  readonly lowerNames: ReadonlySet<string>;
}

/** All providers that exist, in memory, read synchronously. */
@Injectable()
export class ProviderCatalog {
  private readonly providers: Snapshot<readonly RoutableProvider[]>;

  constructor(
    @InjectRepository(ProviderEntity) repository: Repository<ProviderEntity>,
    watcher: ConfigWatcher,
    private readonly secrets: SecretBox,
    private readonly egress: EgressSecrets,
    private readonly google: GoogleTokenClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.providers = new Snapshot(['providers', 'provider_groups'], async () => {
      const entities = await repository.find({ order: { id: 'ASC' } });
      return entities.flatMap((entity) => this.toRoutable(entity) ?? []);
    });
    watcher.register(this.providers);
  }

  all(): readonly RoutableProvider[] {
    return this.providers.current();
  }

  private toRoutable(entity: ProviderEntity): RoutableProvider | undefined {
    const secrets = this.openSecrets(entity);
    if (!secrets) return undefined;
    const { key, egress } = secrets;
    const url = new URL(entity.url);
    return {
      providerId: entity.id,
      name: entity.name,
      type: entity.type,
      isEnabled: entity.isEnabled,
      formats: NATIVE_FORMATS[entity.type],
      groups: entity.groups,
      priority: entity.priority,
      groupPriorities: entity.groupPriorities,
      weight: entity.weight,
      servesModel: compileModelPatterns(entity.allowedModels),
      servesClient: compileClientPatterns(entity.allowedClients, entity.blockedClients),
      activeHours: activeHours(entity),
      allowedModels: entity.allowedModels,
      redirectModel: compileRedirects(entity.modelRedirects),
      parameterOverrides: nonEmpty({ ...entity.parameterOverrides }),
      customHeaders: customHeaders(egress.customHeaders),
      maxAttempts: entity.maxRetryAttempts,
      breaker: breakerPolicy(entity),
      target: {
        origin: url.origin,
        proxyUrl: egress.proxyUrl ?? undefined,
        fallbackToDirect: entity.proxyFallbackToDirect,
      },
      basePath: url.pathname.replace(/\/+$/, ''),
      baseQuery: url.search.slice(1),
      authHeaders: this.authenticate(entity.type, url.hostname, key),
      timeoutFirstByte: entity.timeoutFirstByte,
      timeoutIdle: entity.timeoutIdle,
      timeoutRequest: entity.timeoutRequest,
    };
  }

  private authenticate(type: ProviderType, hostname: string, key: string): RoutableProvider['authHeaders'] {
    const credentials = type === 'gemini' || type === 'gemini-cli' ? readGoogleCredentials(key) : undefined;
    if (!credentials) {
      const headers = keyHeaders(type, hostname, key);
      return () => headers;
    }
    const token = new AccessToken(credentials, this.google.refresh, () => this.clock.now());
    return () => {
      const current = token.current();
      return typeof current === 'string'
        ? tokenHeaders(type, current)
        : current.then((renewed) => tokenHeaders(type, renewed));
    };
  }

  private openSecrets(entity: ProviderEntity): { key: string; egress: Egress } | undefined {
    try {
      return { key: this.secrets.open(entity.sealedKey), egress: this.egress.open(entity) };
    } catch {
      // Sealed under another ENCRYPTION_KEY. One such provider must not take the others down.
      this.logger.error(
        { providerId: entity.id },
        'provider key cannot be opened: was ENCRYPTION_KEY changed?',
      );
      return undefined;
    }
  }
}

function activeHours({ activeTimeStart, activeTimeEnd }: ProviderEntity): ActiveHours | undefined {
  const start = parseClockTime(activeTimeStart ?? '');
  const end = parseClockTime(activeTimeEnd ?? '');
  return start === undefined || end === undefined ? undefined : { start, end };
}

function nonEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function customHeaders(headers: Egress['customHeaders']): CustomHeaders | undefined {
  const entries = Object.entries(headers);
  if (entries.length === 0) return undefined;
  return { list: entries.flat(), lowerNames: new Set(entries.map(([name]) => name.toLowerCase())) };
}
