import type { RequestContext } from '../request-context';

/** One step between arrival and dispatch. It learns a fact or refuses by throwing a GatewayError. */
export interface AdmissionStep {
  run(ctx: RequestContext): void | Promise<void>;
}
