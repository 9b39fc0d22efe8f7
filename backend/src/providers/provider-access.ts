import type { ProviderType } from '@cch/contracts/provider-types';
import { compileRedirects, type ModelRedirect } from '@cch/domain/models/redirect-model';
import type { UpstreamTarget } from '../platform/upstream/upstream-target';
import type { Egress } from './egress-secrets';
import type { HeaderList } from './upstream-auth';
import type { AuthHeaders, UpstreamLogin } from './upstream-login';

/** Where requests to a provider go, and what they are made into for it. */
export interface ProviderAccess {
  readonly target: UpstreamTarget;
  /** Path of the base URL without trailing slash. */
  readonly basePath: string;
  /** Query of the base URL without question mark. */
  readonly baseQuery: string;
  readonly authHeaders: AuthHeaders;
  /** The name under which a model is asked for here. */
  readonly redirectModel: (model: string) => string;
  /** A JSON Merge Patch; undefined when there is nothing to change. */
  readonly parameterOverrides: Readonly<Record<string, unknown>> | undefined;
  readonly customHeaders: CustomHeaders | undefined;
}

/** Headers that stand for the client's own. */
export interface CustomHeaders {
  /** Name and value pairs, flat. */
  readonly list: HeaderList;
  readonly lowerNames: ReadonlySet<string>;
}

/** What it follows from: the columns of a provider, or the fields of a draft. */
export interface AccessFields {
  readonly type: ProviderType;
  readonly url: string;
  readonly proxyFallbackToDirect: boolean;
  readonly modelRedirects: readonly ModelRedirect[];
  readonly parameterOverrides: object;
}

/** What is sealed of it. */
export interface AccessSecrets {
  readonly key: string;
  readonly egress: Egress;
}

/** The one way from the configuration of a provider to its upstream, for requests and for tests alike. */
export function providerAccess(
  fields: AccessFields,
  { key, egress }: AccessSecrets,
  login: UpstreamLogin,
): ProviderAccess {
  const url = new URL(fields.url);
  const target = {
    origin: url.origin,
    proxyUrl: egress.proxyUrl ?? undefined,
    fallbackToDirect: fields.proxyFallbackToDirect,
  };
  return {
    target,
    basePath: url.pathname.replace(/\/+$/, ''),
    baseQuery: url.search.slice(1),
    authHeaders: login.headersFor(fields.type, target, key),
    redirectModel: compileRedirects(fields.modelRedirects),
    parameterOverrides: nonEmpty({ ...fields.parameterOverrides }),
    customHeaders: customHeaders(egress.customHeaders),
  };
}

function nonEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function customHeaders(headers: Egress['customHeaders']): CustomHeaders | undefined {
  const entries = Object.entries(headers);
  if (entries.length === 0) return undefined;
  return { list: entries.flat(), lowerNames: new Set(entries.map(([name]) => name.toLowerCase())) };
}
