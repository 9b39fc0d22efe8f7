import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module';
import { UsageModule } from '../usage/usage.module';
import { ActiveSessions } from './active-sessions';
import { LimitGate } from './limit-gate';
import { ProviderLimits } from './provider-limits';
import { SpendCalendar } from './spend-calendar';
import { SpendLoader } from './spend-loader';
import { UnsentCharges } from './unsent-charges';

@Module({
  imports: [SettingsModule, UsageModule],
  providers: [ActiveSessions, LimitGate, ProviderLimits, SpendCalendar, SpendLoader, UnsentCharges],
  exports: [ActiveSessions, LimitGate, ProviderLimits, SpendCalendar, UnsentCharges],
})
export class RateLimitModule {}
