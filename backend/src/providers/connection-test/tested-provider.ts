import type { ProviderType } from '@cch/contracts/provider-types';
import { type AccessSecrets, providerAccess, type ProviderAccess } from '../provider-access';
import { readGoogleCredentials } from '../google-credentials';
import type { UpstreamLogin } from '../upstream-login';
import type { ModelRedirectRule, ModelRule } from '../provider.entity';
import { usualModel } from './test-request';

/** A provider, saved or not, and what to ask it for. */
export interface TestedProvider {
  readonly type: ProviderType;
  readonly access: ProviderAccess;
  /** The one that a client would name. */
  readonly model: string;
  /** What must not be shown of the answer. */
  readonly secrets: readonly string[];
}

/** Columns of a provider, or fields of a draft. */
export interface TestedFields {
  readonly type: ProviderType;
  readonly url: string;
  readonly proxyFallbackToDirect: boolean;
  readonly allowedModels: readonly ModelRule[];
  readonly modelRedirects: readonly ModelRedirectRule[];
  readonly parameterOverrides: object;
}

export function testedProvider(
  fields: TestedFields,
  secrets: AccessSecrets,
  login: UpstreamLogin,
  model: string | undefined,
): TestedProvider {
  return {
    type: fields.type,
    access: providerAccess(fields, secrets, login),
    model: model ?? usualModel(fields.type, fields.allowedModels),
    secrets: [...inKey(secrets.key), ...inHeaders(secrets), ...inProxyUrl(secrets.egress.proxyUrl)],
  };
}

function inKey(key: string): readonly string[] {
  const account = readGoogleCredentials(key);
  const { refreshToken, clientSecret } = account?.refresh ?? {};
  return [key, account?.accessToken, refreshToken, clientSecret].filter((part) => part !== undefined);
}

/** Whole, and without a scheme such as Bearer in front. */
function inHeaders({ egress }: AccessSecrets): readonly string[] {
  return Object.values(egress.customHeaders).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)]);
}

function inProxyUrl(proxyUrl: string | null): readonly string[] {
  const { username = '', password = '' } = (proxyUrl && URL.parse(proxyUrl)) || {};
  // A user without a password may be an access token.
  const secret = password || username;
  const basic = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return secret === '' ? [] : [secret, decoded(secret), basic];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // URIError: a stray percent sign.
    return text;
  }
}
