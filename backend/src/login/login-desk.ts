import { randomBytes } from 'node:crypto';
import { CLIENT_KEY_PREFIX } from '@cch/contracts/client-key';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminError, notFound } from '../admin/admin-error';
import type { Identity } from '../admin/identity';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { siteOf } from '../admin/same-origin';
import { type Config, CONFIG } from '../config/config';
import { CLOCK, type Clock } from '../platform/clock';
import { hashSecret } from '../platform/secrets/key-hash';
import { Authenticator, type Credential } from './authenticator';
import { cookieTransport, forgetLoginCookie, loginCookie } from './login-cookie';
import { loginExpiry, LONGEST_LOGIN_SECONDS } from './login-term';
import type { LoginDraft, LoginPage, LoginQuery, LoginResult, LoginWarning } from './login.dto';
import { LOGIN_COLUMNS, LoginRepository } from './login.repository';
import { loginView, sessionView } from './login.view';

const TOKEN_BYTES = 32;
const MAX_USER_AGENT = 512;

const DROPPED_COOKIE: LoginWarning = {
  code: 'secure_cookie_over_http',
  message:
    'The page was opened over plain HTTP, so the browser will drop the secure login cookie and ask for the token again. Open the console over HTTPS, or set ENABLE_SECURE_COOKIES=false if the network is trusted.',
};

/** Opens and ends the logins of browsers. */
@Injectable()
export class LoginDesk {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly logins: LoginRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async open({ token }: LoginDraft, request: FastifyRequest, reply: FastifyReply): Promise<LoginResult> {
    if (siteOf(request, this.config.APP_URL) === 'other') {
      throw new AdminError('cross_site_request', 'A login must come from the console itself.');
    }
    const credential = this.requireCredential(token);
    const cookieToken = randomBytes(TOKEN_BYTES).toString('base64url');
    const login = await this.record(credential, cookieToken, request);
    const { isSecure, isDropped } = cookieTransport(request, this.config.ENABLE_SECURE_COOKIES);
    reply.header('set-cookie', loginCookie(cookieToken, LONGEST_LOGIN_SECONDS, isSecure));
    const session = sessionView({ ...credential, login });
    return isDropped ? { ...session, warning: DROPPED_COOKIE } : session;
  }

  async close({ login }: Identity, reply: FastifyReply): Promise<void> {
    if (login) await this.logins.delete(login.id);
    reply.header('set-cookie', forgetLoginCookie());
  }

  async list(query: LoginQuery, caller: Identity): Promise<LoginPage> {
    const page = readPage(query, LOGIN_COLUMNS, '-createdAt', 'uuid');
    const { adminHash } = this.authenticator;
    const rows = await this.logins.page(page, adminHash, new Date(this.clock.now()));
    return toPage(rows, page, (row) => loginView(row, caller.login?.id), rowPosition);
  }

  async revoke(id: string): Promise<void> {
    if (!(await this.logins.delete(id))) throw notFound('login');
  }

  private requireCredential(token: string): Credential {
    const credential = this.authenticator.check(token);
    if (credential) return credential;
    if (token.startsWith(CLIENT_KEY_PREFIX)) {
      throw new AdminError(
        'not_allowed',
        'Client keys cannot log in to the console in this version. Use the administrator’s token.',
      );
    }
    throw new AdminError('invalid_credentials', 'The token is not the administrator’s.');
  }

  private async record(credential: Credential, cookieToken: string, request: FastifyRequest) {
    const now = this.clock.now();
    const expiresAt = loginExpiry(now, now);
    await this.logins.deleteEnded(new Date(now));
    const id = await this.logins.insert({
      tokenHash: hashSecret(cookieToken),
      credentialHash: credential.hash,
      role: credential.role,
      name: credential.name,
      clientIp: request.ip,
      userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt,
    });
    return { id, expiresAt };
  }
}
