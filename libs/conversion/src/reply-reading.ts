import type { Usage } from './canonical/usage';
import type { ObjectView } from './json/object-view';

/** What the hub learns from a reply that it relays unchanged. */
export interface ReplyReading {
  readonly usage: Usage | undefined;
  /** The model that the provider says has answered. */
  readonly model: string | undefined;
  /** The class of service that the provider says it was; `priority` is charged at prices of its own. */
  readonly serviceTier: string | undefined;
  /** The id that the provider gave the reply; an error frame that ends a Responses stream has to repeat it. */
  readonly replyId: string | undefined;
  /** A stream has shown its terminal marker; a JSON body is whole. */
  readonly isComplete: boolean;
  /** The error that a reply with status 200 carries inside. */
  readonly streamError: UpstreamError | undefined;
}

/** What a provider says about its error. */
export interface UpstreamError {
  /** The finest of its words for it. */
  readonly type: string;
  readonly message: string;
  /** The HTTP status that it stands for, 400 to 599, where that is known. */
  readonly status?: number | undefined;
  /** Milliseconds for which the provider asks to be left alone. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Whether a reply has begun with something that the client would notice. Once it is decided it stays; only `end()`
 * can find that there was no answer.
 */
export type ReplyVerdict =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'content' }
  | { readonly kind: 'error'; readonly error: UpstreamError }
  | { readonly kind: 'no_answer'; readonly what: 'empty_reply' | 'not_an_answer' };

export const UNDECIDED: ReplyVerdict = { kind: 'undecided' };
export const CONTENT: ReplyVerdict = { kind: 'content' };

/** Looks at the bytes of one reply as they pass. */
export interface ReplyReader {
  readonly verdict: ReplyVerdict;
  /** Whole frames of an event stream that came before the verdict, comments and pings included. */
  readonly heldEvents: number;
  push(chunk: Buffer): void;
  /** To be called once, also when the reply broke off: what is known until then is reported. */
  end(): ReplyReading;
}

/**
 * What a frame is to an answer. opening: it belongs to one and carries nothing yet. content: something that a client
 * shows or acts upon, or the reason why there is nothing (more). end: the mark behind an answer; alone it is none.
 */
export type FrameWeight = 'nothing' | 'opening' | 'content' | 'end';

/** What the readers need to know about one wire format. */
export interface ReplyDialect {
  /** Matches stream text in which something is to be read; most frames must not match, only matching ones are scanned. */
  readonly marker: RegExp;
  /** A member that nearly every frame has and of which only the last counts: such frames are kept, not scanned. */
  readonly lastCounts?: string;
  /** The data of a terminal frame that is not JSON. */
  readonly terminator?: string;
  readonly frameKeys: ReadonlySet<string>;
  readFrame(frame: ObjectView, known: ReplyReading): ReplyReading;
  /** Asked until the first content only. Errors are `readFrame`'s. */
  weigh(frame: ObjectView): FrameWeight;
  readonly bodyKeys: ReadonlySet<string>;
  readBody(body: ObjectView, known: ReplyReading): ReplyReading;
  /** Whether a whole JSON body is a reply of this format at all. */
  isAnswer(body: ObjectView): boolean;
}

export const NOTHING_READ: ReplyReading = {
  usage: undefined,
  model: undefined,
  serviceTier: undefined,
  replyId: undefined,
  isComplete: false,
  streamError: undefined,
};
