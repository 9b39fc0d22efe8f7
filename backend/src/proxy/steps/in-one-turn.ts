import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Steps that ask Redis and do not need each other: what they ask leaves in one write and comes back in one read. */
export class InOneTurn implements AdmissionStep {
  constructor(private readonly steps: readonly AdmissionStep[]) {}

  run(ctx: RequestContext): void | Promise<void> {
    const pending = this.steps.flatMap((step) => step.run(ctx) ?? []);
    if (pending.length === 0) return;
    return pending.length === 1 ? pending[0] : all(pending);
  }
}

async function all(pending: readonly Promise<void>[]): Promise<void> {
  await Promise.all(pending);
}
