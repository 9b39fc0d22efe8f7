import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module';
import { UpstreamModule } from '../platform/upstream/upstream.module';
import { ProvidersModule } from '../providers/providers.module';
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
import { LedgerSpool } from './settle/ledger-spool';
import { LedgerWriter } from './settle/ledger-writer';
import { Settlement } from './settle/settlement';
import { AuthenticateStep } from './steps/authenticate.step';
import { BindSessionStep } from './steps/bind-session.step';
import { CheckModelStep } from './steps/check-model.step';
import { ReadAskedStep } from './steps/read-asked.step';
import { ReadBodyStep } from './steps/read-body.step';

// Whoever is refused by an earlier step costs nothing of the later ones.
const ORDER = [AuthenticateStep, ReadBodyStep, ReadAskedStep, CheckModelStep, BindSessionStep] as const;

@Module({
  imports: [KeysModule, ProvidersModule, RoutingModule, SessionsModule, UpstreamModule, UsageModule],
  providers: [
    ...ORDER,
    { provide: ADMISSION, inject: [...ORDER], useFactory: (...steps: unknown[]) => steps },
    AttemptObserver,
    AttemptRunner,
    Dispatcher,
    LedgerSpool,
    LedgerWriter,
    ModelLister,
    ModelSource,
    PoolKeeper,
    RefusalCounter,
    RequestPipeline,
    Settlement,
  ],
  exports: [RequestPipeline, ModelLister, RefusalCounter, LedgerWriter],
})
export class ProxyModule {}
