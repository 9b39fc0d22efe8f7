import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../admin/identity';
import { type Config, CONFIG } from '../config/config';
import { CLOCK, type Clock } from '../platform/clock';
import { hashSecret } from '../platform/secrets/key-hash';
import { readLoginCookie } from './login-cookie';
import { loginExpiry, mustNoteUse } from './login-term';
import { LoginRepository } from './login.repository';

/** The credential behind a login or a request. */
export interface Credential {
  readonly role: Identity['role'];
  readonly name: string;
  readonly hash: string;
}

/** The one place that decides who somebody is. */
@Injectable()
export class Authenticator {
  /** Hash of the administrator's token: logins opened with another one have ended. */
  readonly adminHash: string;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly logins: LoginRepository,
  ) {
    this.adminHash = hashSecret(config.ADMIN_TOKEN);
  }

  /** A token in the request decides alone: a wrong one is refused even where a cookie would do. */
  async identify(request: FastifyRequest): Promise<Identity | undefined> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
      return token === undefined ? undefined : this.check(token);
    }
    const cookie = readLoginCookie(request);
    return cookie === undefined ? undefined : this.resume(cookie);
  }

  check(token: string): Credential | undefined {
    const hash = hashSecret(token);
    // Hashes of equal length, compared in constant time: the time taken tells nothing about the token.
    if (!timingSafeEqual(Buffer.from(hash), Buffer.from(this.adminHash))) return undefined;
    return { role: 'admin', name: 'admin', hash };
  }

  private async resume(cookieToken: string): Promise<Identity | undefined> {
    const now = this.clock.now();
    const login = await this.logins.find(hashSecret(cookieToken), new Date(now));
    if (!login || login.credentialHash !== this.adminHash) return undefined;
    const { id, role, name } = login;
    if (!mustNoteUse(login.lastSeenAt.getTime(), now))
      return { role, name, login: { id, expiresAt: login.expiresAt } };
    const expiresAt = loginExpiry(login.createdAt.getTime(), now);
    await this.logins.noteUse(id, new Date(now), expiresAt);
    return { role, name, login: { id, expiresAt } };
  }
}
