import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { HealthChecks } from './health-checks';

@Module({ controllers: [HealthController], providers: [HealthChecks] })
export class HealthModule {}
