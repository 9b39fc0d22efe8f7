import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module';
import { UpstreamModule } from '../platform/upstream/upstream.module';
import { PricesModule } from '../prices/prices.module';
import { ProvidersModule } from '../providers/providers.module';
import { RateLimitModule } from '../rate-limit/rate-limit.module';
import { SettingsModule } from '../settings/settings.module';
import { UsageModule } from '../usage/usage.module';
import { RoutingModule } from '../routing/routing.module';
import { SessionsModule } from '../sessions/sessions.module';
import { AttemptObserver } from './dispatch/attempt-observer';
import { AttemptRunner } from './dispatch/attempt-runner';
import { Dispatcher } from './dispatch/dispatcher';
import { RefusalCounter } from './errors/refusal-counter';
import { ModelLister } from './models/model-lister';
import { ModelSource } from './models/model-source';
import { PoolKeeper } from './pool-keeper';
import { ADMISSION, RequestPipeline } from './request-pipeline';
import { BilledPrice } from './settle/billed-price';
import { LedgerSpool } from './settle/ledger-spool';
import { LedgerWriter } from './settle/ledger-writer';
import { RequestCost } from './settle/request-cost';
import { Settlement } from './settle/settlement';
import { SpendAccounts } from './settle/spend-accounts';
import { UnpricedModels } from './settle/unpriced-models';
import type { AdmissionStep } from './steps/admission-step';
import { AuthenticateStep } from './steps/authenticate.step';
import { EnforceLimitsStep } from './steps/enforce-limits.step';
import { EstimateCostStep } from './steps/estimate-cost.step';
import { InOneTurn } from './steps/in-one-turn';
import { BindSessionStep } from './steps/bind-session.step';
import { CheckModelStep } from './steps/check-model.step';
import { ReadAskedStep } from './steps/read-asked.step';
import { ReadBodyStep } from './steps/read-body.step';

// Whoever is refused by an earlier step costs nothing of the later ones. What asks Redis comes last, all in one go.
const ORDER = [AuthenticateStep, ReadBodyStep, ReadAskedStep, CheckModelStep, EstimateCostStep] as const;
const ASKING_REDIS = [BindSessionStep, EnforceLimitsStep] as const;

@Module({
  imports: [
    KeysModule,
    PricesModule,
    ProvidersModule,
    RateLimitModule,
    RoutingModule,
    SessionsModule,
    SettingsModule,
    UpstreamModule,
    UsageModule,
  ],
  providers: [
    ...ORDER,
    ...ASKING_REDIS,
    {
      provide: InOneTurn,
      inject: [...ASKING_REDIS],
      useFactory: (...steps: AdmissionStep[]) => new InOneTurn(steps),
    },
    {
      provide: ADMISSION,
      inject: [...ORDER, InOneTurn],
      useFactory: (...steps: AdmissionStep[]) => steps,
    },
    AttemptObserver,
    AttemptRunner,
    BilledPrice,
    Dispatcher,
    LedgerSpool,
    LedgerWriter,
    ModelLister,
    ModelSource,
    PoolKeeper,
    RefusalCounter,
    RequestCost,
    RequestPipeline,
    Settlement,
    SpendAccounts,
    UnpricedModels,
  ],
  exports: [RequestPipeline, ModelLister, RefusalCounter, LedgerWriter],
})
export class ProxyModule {}
