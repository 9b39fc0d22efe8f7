import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { collectBody } from '../body/collect-body';
import { decodeBody } from '../body/decode-body';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i;

/** Takes the body in, decoded once. Only JSON is proxied; a missing content type is taken for JSON. */
@Injectable()
export class ReadBodyStep implements AdmissionStep {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async run(ctx: RequestContext): Promise<void> {
    const contentType = ctx.header('content-type');
    if (contentType !== undefined && !JSON_TYPE.test(contentType.trim())) {
      throw new GatewayError(
        'unsupported_content_type',
        'The request body must be JSON (content-type: application/json).',
      );
    }
    const startedAt = performance.now();
    const received = await collectBody(ctx.received.req, this.config.MAX_BODY_BYTES);
    ctx.bodyWaitMs = performance.now() - startedAt;

    const encoding = ctx.header('content-encoding')?.trim().toLowerCase() ?? '';
    const wasEncoded = encoding !== '' && encoding !== 'identity';
    const chunks = wasEncoded
      ? [await decodeBody(Buffer.concat(received), encoding, this.config.MAX_BODY_BYTES)]
      : received;
    ctx.body.set({ chunks, size: chunks.reduce((size, chunk) => size + chunk.length, 0), wasEncoded });
  }
}
