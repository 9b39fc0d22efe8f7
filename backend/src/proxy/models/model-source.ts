import type { WireFormat } from '@cch/contracts/wire-formats';
import { joinUpstreamPath, upstreamQuery } from '@cch/domain/upstream/join-url';
import { Injectable } from '@nestjs/common';
import { UpstreamClient } from '../../platform/upstream/upstream-client';
import type { RoutableProvider } from '../../providers/provider-catalog';

const KEPT_MS = 300_000;
const KEPT_AFTER_FAILURE_MS = 30_000;
const TIMEOUT_MS = 5000;
const PAGE = 1000;

interface Kept {
  readonly until: number;
  readonly models: Promise<readonly string[]>;
}

/** The models a provider offers: those its rules name exactly, else what it lists itself, remembered for a while. */
@Injectable()
export class ModelSource {
  private kept = new WeakMap<RoutableProvider, Kept>();

  constructor(private readonly upstream: UpstreamClient) {}

  modelsOf(provider: RoutableProvider): Promise<readonly string[]> {
    if (provider.allowedModels.length > 0) {
      const exact = provider.allowedModels
        .filter((rule) => rule.match === 'exact')
        .map((rule) => rule.pattern);
      if (exact.length === provider.allowedModels.length) return Promise.resolve(exact);
    }
    const known = this.kept.get(provider);
    if (known && known.until > performance.now()) return known.models;
    // A provider object lives as long as its configuration, so a change asks again.
    const models = this.ask(provider);
    this.kept.set(provider, { until: performance.now() + KEPT_MS, models });
    return models;
  }

  private async ask(provider: RoutableProvider): Promise<readonly string[]> {
    try {
      const document = await this.upstream.fetchJson(provider.target, {
        method: 'GET',
        path: listPath(provider),
        headers: [
          ...(await provider.authHeaders()),
          ...(provider.customHeaders?.list ?? []),
          'anthropic-version',
          '2023-06-01',
          'accept',
          'application/json',
        ],
        timeoutMs: TIMEOUT_MS,
      });
      return namesIn(document).filter((name) => provider.servesModel(name));
    } catch {
      // Unreachable, no list, or no JSON: this provider adds nothing to the list for now.
      const models = Promise.resolve([]);
      this.kept.set(provider, { until: performance.now() + KEPT_AFTER_FAILURE_MS, models });
      return models;
    }
  }
}

const LIST_PATHS: Readonly<Record<WireFormat, string>> = {
  anthropic: `/v1/models?limit=${PAGE}`,
  'openai-chat': '/v1/models',
  'openai-responses': '/v1/models',
  gemini: `/v1beta/models?pageSize=${PAGE}`,
};

function listPath(provider: RoutableProvider): string {
  const [path = '', query = ''] = LIST_PATHS[provider.formats[0] ?? 'openai-chat'].split('?');
  return joinUpstreamPath(provider.basePath, path) + upstreamQuery(provider.baseQuery, query);
}

function namesIn(document: unknown): string[] {
  const list = member(document, 'data') ?? member(document, 'models');
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const name = member(entry, 'id') ?? member(entry, 'name');
    return typeof name === 'string' ? [name.replace(/^models\//, '')] : [];
  });
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
