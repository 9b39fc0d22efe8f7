import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';

/** The hub takes no more at once; quotes in a file count twice on the way. */
const FILE_MAX_BYTES = 16_777_216;

export interface SourceFault {
  readonly kind: 'invalid_url' | 'url_secret' | 'too_long' | 'file_too_large';
  readonly max?: number;
}

/** What the API would say against the address of a table; an empty one means the hub's own setting. */
export function addressFault(text: string): SourceFault | undefined {
  if (text === '') return undefined;
  if (text.length > TEXT_LENGTHS.url) return { kind: 'too_long', max: TEXT_LENGTHS.url };
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || !url.hostname) return { kind: 'invalid_url' };
  return url.username || url.password ? { kind: 'url_secret' } : undefined;
}

export function fileFault(bytes: number): SourceFault | undefined {
  return bytes > FILE_MAX_BYTES ? { kind: 'file_too_large' } : undefined;
}
