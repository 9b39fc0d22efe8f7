import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IDENTIFY, type Identify } from '../admin/identity';
import { Authenticator } from './authenticator';
import { LoginController } from './login.controller';
import { LoginDesk } from './login-desk';
import { LoginEntity } from './login.entity';
import { LoginRepository } from './login.repository';

@Module({
  imports: [TypeOrmModule.forFeature([LoginEntity])],
  controllers: [LoginController],
  providers: [
    Authenticator,
    LoginDesk,
    LoginRepository,
    {
      provide: IDENTIFY,
      inject: [Authenticator],
      useFactory:
        (authenticator: Authenticator): Identify =>
        (request) =>
          authenticator.identify(request),
    },
  ],
  exports: [IDENTIFY],
})
export class LoginAdminModule {}
