import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Config, CONFIG } from '../../config/config';

/** PostgreSQL through TypeORM. Each feature registers its own entities; `migrate` has run before. */
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (config: Config) => ({
            type: 'postgres' as const,
            url: config.DSN,
            applicationName: `claude-code-hub ${config.ROLE}`,
            autoLoadEntities: true,
            synchronize: false,
            poolSize: 10,
            connectTimeoutMS: 5000,
            extra: { statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 },
          }),
        }),
      ],
    };
  }
}
