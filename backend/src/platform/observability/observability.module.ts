import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from './logger';
import { METRICS, openMetrics } from './metrics';
import { Readiness } from './readiness';

/** What tells the outside how the process is: log, metrics, readiness. */
@Global()
@Module({})
export class ObservabilityModule {
  static of(logger: Logger): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: METRICS, useFactory: openMetrics },
        Readiness,
      ],
      exports: [LOGGER, METRICS, Readiness],
    };
  }
}
