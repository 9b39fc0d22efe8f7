/** Headers (lower case) that no custom header may set: the hub sets them, or they belong to one connection (RFC 9110, 7.6.1). */
export const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'cookie',
  'host',
  'content-length',
  'content-encoding',
  'content-type',
  'accept-encoding',
  'expect',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Members of a request that cannot be overridden: they have fields of their own, or are what the caller says. */
export const RESERVED_MEMBERS: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'messages',
  'input',
  'contents',
  'prompt',
]);
