import { Injectable } from '@nestjs/common';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Refuses models that the user is not allowed to ask for. */
@Injectable()
export class CheckModelStep implements AdmissionStep {
  run(ctx: RequestContext): void {
    const { allowedModels } = ctx.caller.get();
    const { model } = ctx.asked.get();
    if (allowedModels.size === 0 || allowedModels.has(model.toLowerCase())) return;
    throw new GatewayError(
      'model_not_allowed',
      `The model ${model.slice(0, 128)} is not allowed for this user.`,
    );
  }
}
