import type { Usage } from './canonical/usage';
import type { ObjectView } from './json/object-view';

/** What the hub learns from a reply that it relays unchanged. */
export interface ReplyReading {
  readonly usage: Usage | undefined;
  /** The model that the provider says has answered. */
  readonly model: string | undefined;
  /** The id that the provider gave the reply; an error frame that ends a Responses stream has to repeat it. */
  readonly replyId: string | undefined;
  /** A stream has shown its terminal marker; a JSON body is whole. */
  readonly isComplete: boolean;
  /** The error that a reply with status 200 carries inside. */
  readonly streamError: StreamError | undefined;
}

export interface StreamError {
  readonly type: string;
  readonly message: string;
}

/** Looks at the bytes of one reply as they pass. */
export interface ReplyReader {
  push(chunk: Buffer): void;
  /** To be called once, also when the reply broke off: what is known until then is reported. */
  end(): ReplyReading;
}

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
  readonly bodyKeys: ReadonlySet<string>;
  readBody(body: ObjectView, known: ReplyReading): ReplyReading;
}

export const NOTHING_READ: ReplyReading = {
  usage: undefined,
  model: undefined,
  replyId: undefined,
  isComplete: false,
  streamError: undefined,
};

/** An error object as it is found in replies; `type` is the first of the given names that holds something. */
export function streamErrorOf(error: Readonly<Record<string, unknown>>, ...typeNames: string[]): StreamError {
  const types = typeNames
    .map((name) => error[name])
    .filter((type) => type !== undefined && type !== null && type !== '');
  return {
    type: types.length > 0 ? String(types[0]) : 'error',
    message: typeof error['message'] === 'string' ? error['message'] : '',
  };
}
