import type { WireFormat } from '@cch/contracts/wire-formats';
import { type ModelListShape, renderModelList } from '@cch/conversion/model-lists';
import { type Client, detectClient } from '@cch/domain/callers/client';
import { skipReason } from '@cch/domain/selection/eligibility';
import { queryParameter } from '@cch/domain/upstream/join-url';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, KeyDirectory } from '../../keys/key-directory';
import { type Clock, CLOCK } from '../../platform/clock';
import { requestId } from '../../platform/request-id';
import { ProviderCatalog } from '../../providers/provider-catalog';
import { RoutingState } from '../../routing/routing-state';
import { errorDocument } from '../errors/answer-error';
import type { GatewayError } from '../errors/gateway-error';
import { RefusalCounter } from '../errors/refusal-counter';
import { identifyCaller } from '../identify-caller';
import { ModelSource } from './model-source';

// Providers do not all say when a model appeared, and no client sorts by it.
const FIRST_SEEN = 0;

const FORMATS: Readonly<Record<ModelListShape, readonly WireFormat[]>> = {
  anthropic: ['anthropic'],
  openai: ['openai-chat', 'openai-responses'],
  gemini: ['gemini'],
  codex: [],
};

/** Answers `GET /v1/models` with what the caller can reach, in the list shape of the client that asks. */
@Injectable()
export class ModelLister {
  constructor(
    private readonly keys: KeyDirectory,
    private readonly catalog: ProviderCatalog,
    private readonly source: ModelSource,
    private readonly routing: RoutingState,
    private readonly refusals: RefusalCounter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const query = request.url.split('?', 2)[1] ?? '';
    const header = (name: string) => String(request.headers[name] ?? '') || undefined;
    const shape = shapeFor(request.url, query, header);
    const now = this.clock.now();
    const id = requestId(now);

    const { caller, refusal } = identifyCaller(this.keys, {
      rawHeaders: request.raw.rawHeaders,
      query,
      at: now,
    });
    if (!caller || refusal) return this.refuse(request, reply, refusal, shape, id);
    const client = detectClient(header);
    const models = await this.modelsFor(caller, client, FORMATS[shape]);
    const listed = models.map((id) => ({ id, createdAt: FIRST_SEEN }));
    void reply
      .headers({ 'x-request-id': id, 'content-type': 'application/json; charset=utf-8' })
      .send(renderModelList(shape, listed));
  }

  private async modelsFor(
    caller: Caller,
    client: Client,
    formats: readonly WireFormat[],
  ): Promise<readonly string[]> {
    const { groups } = caller;
    const wanted = formats.map((format) => this.routing.wanted({ format, groups, client, model: undefined }));
    const reachable = this.catalog
      .all()
      .filter((provider) => wanted.some((request) => !skipReason(provider, request)));
    const lists = await Promise.all(reachable.map((provider) => this.source.modelsOf(provider)));
    const { allowedModels } = caller;
    const names = new Set(lists.flat());
    return [...names]
      .filter((name) => allowedModels.size === 0 || allowedModels.has(name.toLowerCase()))
      .sort();
  }

  private refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: GatewayError | undefined,
    shape: ModelListShape,
    id: string,
  ): void {
    if (!refusal) return;
    this.refusals.count(refusal.code, request.ip);
    const format = FORMATS[shape][0] ?? 'openai-responses';
    const { status, headers, body } = errorDocument({ format, requestId: id, error: refusal });
    void reply.code(status).headers(headers).send(body);
  }
}

function shapeFor(url: string, query: string, header: (name: string) => string | undefined): ModelListShape {
  if (queryParameter(query, 'client_version') !== undefined) return 'codex';
  if (url.startsWith('/v1beta') || header('x-goog-api-key') !== undefined) return 'gemini';
  return header('anthropic-version') === undefined ? 'openai' : 'anthropic';
}
