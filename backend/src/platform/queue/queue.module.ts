import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { KEYS } from '../redis/keyspace';

const KEPT_FAILED_JOBS = 100;

/** BullMQ on the hub's Redis. A feature registers its queues with `QueueModule.of`; processors belong to the worker. */
@Module({})
export class QueueModule {
  static of(...names: readonly string[]): DynamicModule {
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({
            connection: { url: config.REDIS_URL },
            prefix: KEYS.queuePrefix,
            defaultJobOptions: {
              attempts: 5,
              backoff: { type: 'exponential', delay: 1000 },
              removeOnComplete: true,
              removeOnFail: KEPT_FAILED_JOBS,
            },
          }),
        }),
        BullModule.registerQueue(...names.map((name) => ({ name }))),
      ],
      exports: [BullModule],
    };
  }
}
