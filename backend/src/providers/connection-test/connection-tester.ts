import { NOTHING_READ } from '@cch/conversion/reply-reading';
import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../../config/config';
import { type Clock, CLOCK } from '../../platform/clock';
import { UpstreamClient } from '../../platform/upstream/upstream-client';
import type { HeaderList } from '../upstream-auth';
import type { ConnectionTestView } from './connection-test.dto';
import { connectionTestView } from './connection-test.view';
import { type Judgement, judgeAnswer } from './judge-answer';
import { TestExchange } from './test-exchange';
import { formatOf, testRequest } from './test-request';
import type { TestedProvider } from './tested-provider';

const NOTHING_SENT = { statusCode: undefined, route: 'direct', ttfbMs: undefined } as const;

/** Asks a provider for a word and says how it went. Nobody else learns of it: no circuit breaker, no ledger. */
@Injectable()
export class ConnectionTester {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'API_TEST_TIMEOUT_MS'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param left aborted when nobody waits for the result any more */
  async run(tested: TestedProvider, left: AbortSignal): Promise<ConnectionTestView> {
    const startedAt = performance.now();
    const signal = AbortSignal.any([left, AbortSignal.timeout(this.config.API_TEST_TIMEOUT_MS)]);
    const upstreamModel = tested.access.redirectModel(tested.model);
    const auth = await logIn(tested, signal);
    const { answer, judgement } =
      auth instanceof Error
        ? { answer: NOTHING_SENT, judgement: notLoggedIn(auth) }
        : await this.ask(tested, auth, upstreamModel, signal);
    const durationMs = performance.now() - startedAt;
    const secrets = auth instanceof Error ? tested.secrets : [...tested.secrets, ...secretsIn(auth)];
    return connectionTestView({ answer, judgement, upstreamModel, durationMs }, secrets);
  }

  private async ask(tested: TestedProvider, auth: HeaderList, model: string, signal: AbortSignal) {
    const { type, access } = tested;
    // Its own connections: one that has been open for long proves nothing, least of all about the proxy.
    const client = new UpstreamClient();
    try {
      const request = testRequest(type, access, auth, model);
      const answer = await TestExchange.send(client, access.target, request, signal);
      return { answer, judgement: judgeAnswer(formatOf(type), answer, this.clock.now()) };
    } finally {
      await client.destroy();
    }
  }
}

/** An error when the token endpoint refused, could not be reached, or takes too long. */
async function logIn({ access }: TestedProvider, signal: AbortSignal): Promise<HeaderList | Error> {
  const tooLate = new Promise<Error>((resolve) => {
    signal.addEventListener('abort', () => resolve(new Error('')), { once: true });
  });
  try {
    return await Promise.race([access.authHeaders(), tooLate]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function notLoggedIn({ message }: Error): Judgement {
  return { failure: { kind: 'login' }, detail: message, reading: NOTHING_READ, text: '' };
}

function secretsIn(auth: HeaderList): readonly string[] {
  return auth.filter((_, at) => at % 2 === 1).map((value) => value.replace(/^Bearer /, ''));
}
