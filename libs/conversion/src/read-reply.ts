import type { WireFormat } from '@cch/contracts/wire-formats';
import type { ReplyReading } from './reply-reading';
import { replyReader } from './usage-readers';

/** What is read of a reply that arrives in the given pieces; for specs. */
export function readReply(
  format: WireFormat,
  body: 'sse' | 'json',
  chunks: readonly (string | Buffer)[],
): ReplyReading {
  const reader = replyReader(format, body);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader.end();
}

/** A frame of an event stream; for specs. */
export function frameOf(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
