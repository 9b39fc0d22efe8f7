import { Module } from '@nestjs/common';
import { LiveSessions } from './live-sessions';
import { SessionBinder } from './session-binder';

@Module({ providers: [LiveSessions, SessionBinder], exports: [LiveSessions, SessionBinder] })
export class SessionsModule {}
