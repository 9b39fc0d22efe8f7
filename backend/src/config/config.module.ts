import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type Config, CONFIG } from './config';

/** Global, because nearly everything is configured and nothing may read the environment itself. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
