import type { Decision } from '@cch/contracts/decision-codes';
import { type Client, detectClient } from '@cch/domain/callers/client';
import type { WireFormat } from '@cch/contracts/wire-formats';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../keys/key-directory';
import type { RoutableProvider } from '../providers/provider-catalog';
import type { SessionRef } from '../sessions/session-ref';
import type { FailedCost } from './settle/request-cost';
import { Taken } from './settle/taken';
import type { Operation } from './wire-routes';

/** A fact that one step writes once and later steps read. Reading it too early fails loudly. */
export class Slot<T> {
  private value: T | undefined;

  constructor(private readonly name: string) {}

  set(value: T): void {
    if (this.value !== undefined) throw new Error(`${this.name} is already set`);
    this.value = value;
  }

  get(): T {
    if (this.value === undefined) throw new Error(`${this.name} was read before its step ran`);
    return this.value;
  }

  peek(): T | undefined {
    return this.value;
  }
}

/** What arrived, before anything was decided. */
export interface Received {
  /** UUID version 7; also the id of the ledger entry. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Monotonic milliseconds, for durations. */
  readonly startedAt: number;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly clientIp: string | undefined;
  /** Without query. */
  readonly path: string;
  /** Without question mark. */
  readonly query: string;
  readonly format: WireFormat;
  readonly operation: Operation;
  /** Model and streaming, where the path tells them. */
  readonly fromPath: { readonly model: string | undefined; readonly isStreaming: boolean } | undefined;
}

/** What the body says, as far as routing and the ledger need it. */
export interface Asked {
  readonly model: string;
  readonly isStreaming: boolean;
  /** Whether a provider that stores responses is to store this one (OpenAI Responses). */
  readonly isStored: boolean;
  readonly sessionId: string | undefined;
  /** Output tokens that the request allows; undefined where it does not say. */
  readonly maxOutputTokens: number | undefined;
}

/** The conversation that the request belongs to, and where it went so far. */
export interface BoundSession {
  readonly ref: SessionRef | undefined;
  /** Provider that the session keeps to for this kind of request. */
  readonly providerId: number | undefined;
}

/** The decoded body, in the pieces it came in: joining megabytes only makes garbage. */
export interface ReceivedBody {
  readonly chunks: readonly Buffer[];
  /** Bytes of all pieces. */
  readonly size: number;
  /** Whether the client had compressed it; then its content-encoding no longer holds. */
  readonly wasEncoded: boolean;
}

export class RequestContext {
  readonly caller = new Slot<Caller>('caller');
  readonly body = new Slot<ReceivedBody>('body');
  readonly asked = new Slot<Asked>('asked');
  readonly session = new Slot<BoundSession>('session');
  readonly decisions: Decision[] = [];
  readonly taken = new Taken();
  /** Headers of the hub's own that go with the answer, whatever it is. */
  readonly answerHeaders: Record<string, string> = {};
  /** What the request may cost, millionths of a dollar; 0 where nobody needs to know. */
  estimateMicros = 0;
  /** What attempts that failed have cost all the same. */
  readonly failedCosts: FailedCost[] = [];
  /** An attempt failed in a way that leaves open whether the provider charges for it. */
  mayBeCharged = false;
  /** Milliseconds spent waiting for the client to send its body: not the hub's time. */
  bodyWaitMs = 0;
  /** The hub's own time before the request went upstream, in milliseconds. */
  hubMs: number | undefined;
  /** The client closed the connection before the answer was complete. */
  isAbandoned = false;
  /** What the ledger knows of this request while it is open, as the JSON of a row's beginning. */
  openFacts: string | undefined;
  /** The provider that was tried last, and the model that was sent to it. */
  tried: { readonly provider: RoutableProvider; readonly model: string } | undefined;

  constructor(readonly received: Received) {}

  /** The software that sends the request. */
  get client(): Client {
    return detectClient((name) => this.header(name));
  }

  header(name: string): string | undefined {
    const value = this.received.req.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }
}
