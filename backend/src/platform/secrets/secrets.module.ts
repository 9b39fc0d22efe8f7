import { Module } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { SecretBox } from './secret-box';

@Module({
  providers: [
    {
      provide: SecretBox,
      inject: [CONFIG],
      useFactory: (config: Config) => new SecretBox(config.ENCRYPTION_KEY),
    },
  ],
  exports: [SecretBox],
})
export class SecretsModule {}
