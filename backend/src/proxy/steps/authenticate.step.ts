import { Injectable } from '@nestjs/common';
import { KeyDirectory } from '../../keys/key-directory';
import { identifyCaller } from '../identify-caller';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Key to caller, from the headers alone: nobody unknown gets as far as having a body read. */
@Injectable()
export class AuthenticateStep implements AdmissionStep {
  constructor(private readonly keys: KeyDirectory) {}

  run(ctx: RequestContext): void {
    const { req, query, at } = ctx.received;
    const { caller, refusal } = identifyCaller(this.keys, { rawHeaders: req.rawHeaders, query, at });
    // From here on the request leaves a ledger entry, a refusal included.
    if (caller) ctx.caller.set(caller);
    if (refusal) throw refusal;
  }
}
