import type { FastifyRequest } from 'fastify';

const NAME = 'cch_login';

export interface CookieTransport {
  /** Whether the cookie carries `Secure`. */
  readonly isSecure: boolean;
  /** Whether the browser will drop the cookie: it must be secure, but the page is not. */
  readonly isDropped: boolean;
}

/** The token in the request's login cookie. */
export function readLoginCookie(request: FastifyRequest): string | undefined {
  const pairs = request.headers.cookie?.split(';') ?? [];
  const found = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${NAME}=`));
  return found?.slice(NAME.length + 1) || undefined;
}

export function loginCookie(token: string, maxAgeSeconds: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${NAME}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** Makes the browser forget the cookie. */
export function forgetLoginCookie(): string {
  return loginCookie('', 0, false);
}

/**
 * Whether the cookie can be secure. The page's own address counts, which a browser sends as `Origin`: behind a proxy
 * that ends TLS the hub itself sees plain HTTP. Plain HTTP on this machine needs no `Secure`; not every browser takes
 * such cookies there.
 */
export function cookieTransport(request: FastifyRequest, wantsSecure: boolean): CookieTransport {
  const page = URL.parse(request.headers.origin ?? '') ?? URL.parse(`${request.protocol}://${request.host}`);
  if (!wantsSecure || page?.protocol === 'https:') return { isSecure: wantsSecure, isDropped: false };
  const isLocal = page !== null && isLocalHost(page.hostname);
  return { isSecure: !isLocal, isDropped: !isLocal };
}

function isLocalHost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || name.startsWith('127.');
}
