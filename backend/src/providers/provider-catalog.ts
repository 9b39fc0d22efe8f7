import { NATIVE_FORMATS, PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import type { BreakerPolicy } from '@cch/domain/breaker/breaker';
import { compileClientPatterns } from '@cch/domain/callers/client-patterns';
import { compileModelPatterns } from '@cch/domain/models/match-model';
import { type ActiveHours, parseClockTime } from '@cch/domain/schedule/active-hours';
import type { Candidate } from '@cch/domain/selection/candidate';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { Repository } from 'typeorm';
import { decimalText } from '../admin/view-values';
import { LOGGER } from '../platform/observability/logger';
import { SecretBox } from '../platform/secrets/secret-box';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';
import { type LimitedSubject, limitedSubject } from '../limits/limited-subject';
import { breakerPolicy } from './breaker-policy';
import { EgressSecrets } from './egress-secrets';
import { type AccessSecrets, providerAccess, type ProviderAccess } from './provider-access';
import { type ModelRule, ProviderEntity } from './provider.entity';
import { UpstreamLogin } from './upstream-login';

/** A provider as the hot path needs it: everything that can be worked out beforehand is. */
export interface RoutableProvider extends Candidate, ProviderAccess {
  readonly name: string;
  readonly type: ProviderType;
  readonly allowedModels: readonly ModelRule[];
  /** Undefined when it has no limits. */
  readonly limited: LimitedSubject | undefined;
  /** Factor on what its answers cost; decimal text. */
  readonly costMultiplier: string;
  /** Attempts of one request, the first one included. */
  readonly maxAttempts: number;
  readonly breaker: BreakerPolicy;
  /** Milliseconds; 0 for none. */
  readonly timeoutFirstByte: number;
  readonly timeoutIdle: number;
  readonly timeoutRequest: number;
}

/** All providers that exist, in memory, read synchronously. */
@Injectable()
export class ProviderCatalog {
  private readonly providers: Snapshot<readonly RoutableProvider[]>;
  private readonly listeners: ((providers: readonly RoutableProvider[]) => void)[] = [];

  constructor(
    @InjectRepository(ProviderEntity) repository: Repository<ProviderEntity>,
    watcher: ConfigWatcher,
    private readonly secrets: SecretBox,
    private readonly egress: EgressSecrets,
    private readonly login: UpstreamLogin,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.providers = new Snapshot(['providers', 'provider_groups'], async () => {
      const entities = await repository.find({ order: { id: 'ASC' } });
      const all = entities.flatMap((entity) => this.toRoutable(entity) ?? []);
      for (const listener of this.listeners) listener(all);
      return all;
    });
    watcher.register(this.providers);
  }

  byId(providerId: number): RoutableProvider | undefined {
    return this.all().find((provider) => provider.providerId === providerId);
  }

  all(): readonly RoutableProvider[] {
    return this.providers.current();
  }

  /** Calls the listener with all providers whenever some of them may have changed. */
  onChange(listener: (providers: readonly RoutableProvider[]) => void): void {
    this.listeners.push(listener);
  }

  /** Undefined, and a line in the log, when it cannot be used: one such provider must not take the others down. */
  private toRoutable(entity: ProviderEntity): RoutableProvider | undefined {
    const secrets = this.openSecrets(entity);
    try {
      return secrets && this.compile(entity, secrets);
    } catch (error) {
      // Written by hand, or by a later release that knows more types and rules than this one.
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error({ providerId: entity.id, reason }, 'provider cannot be used: its row is not valid');
      return undefined;
    }
  }

  private compile(entity: ProviderEntity, secrets: AccessSecrets): RoutableProvider {
    if (!PROVIDER_TYPES.includes(entity.type)) throw new Error(`unknown type ${String(entity.type)}`);
    return {
      ...providerAccess(entity, secrets, this.login),
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
      limited: limitedSubject('provider', entity.id, entity, entity.limitsResetAt),
      costMultiplier: decimalText(entity.costMultiplier),
      maxAttempts: entity.maxRetryAttempts,
      breaker: breakerPolicy(entity),
      timeoutFirstByte: entity.timeoutFirstByte,
      timeoutIdle: entity.timeoutIdle,
      timeoutRequest: entity.timeoutRequest,
    };
  }

  private openSecrets(entity: ProviderEntity): AccessSecrets | undefined {
    try {
      return { key: this.secrets.open(entity.sealedKey), egress: this.egress.open(entity) };
    } catch {
      // Sealed under another ENCRYPTION_KEY.
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
