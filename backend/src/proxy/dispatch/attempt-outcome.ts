import type { EgressRoute, FailureVerdict } from '@cch/contracts/decision-codes';
import type { ReplyReading } from '@cch/conversion/usage-readers';
import type { AttemptFailure } from '@cch/domain/failure/classify-failure';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import type { GatewayError } from '../errors/gateway-error';
import type { HeldReply } from '../relay/held-reply';
import type { RequestContext } from '../request-context';

/** How one try at one provider ended. Everything that varies per try is in here or was local to it. */
export interface AttemptOutcome {
  /**
   * answered: the provider's answer, good or bad, reached the client whole. failed: nothing has reached the client.
   * broken: the answer stopped after it had begun. abandoned: the client left.
   */
  readonly kind: 'answered' | 'failed' | 'broken' | 'abandoned';
  /** The upstream's status, once there was one. */
  readonly statusCode: number | undefined;
  readonly error: GatewayError | undefined;
  /** Set unless the provider answered well or the client left. */
  readonly verdict: FailureVerdict | undefined;
  /** A whole answer of the provider that the client may still get. */
  readonly held: HeldReply | undefined;
  readonly reading: ReplyReading | undefined;
  /** What an error document of the provider says. */
  readonly upstreamMessage: string | undefined;
  readonly route: EgressRoute;
  readonly ttfbMs: number | undefined;
  readonly durationMs: number;
}

export interface AttemptPlan {
  readonly ctx: RequestContext;
  readonly provider: RoutableProvider;
  /** Headers that authenticate the hub at the provider. */
  readonly auth: HeaderList;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly judge: (failure: AttemptFailure) => FailureVerdict;
  /** Called when the first content is there: from now on the client has this provider's answer. */
  readonly onCommit: () => void;
}
