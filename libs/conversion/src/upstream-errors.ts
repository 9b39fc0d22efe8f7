import { holdsSomething } from './json/holds-something';
import { parseJson } from './json/parse-text';
import { recordOf } from './json/record';
import type { UpstreamError } from './reply-reading';
import { factsOf } from './upstream-errors/error-facts';

/** What an error document says, in any vendor's shape; a body that is none is its own message, without a type. */
export function upstreamErrorFacts(body: Buffer | string): UpstreamError {
  const text = (typeof body === 'string' ? body : body.toString('utf8')).replace(/^\ufeff/, '').trim();
  const document = parseJson(text);
  const fields = recordOf(Array.isArray(document) ? document[0] : document);
  const { error } = fields;
  const facts = holdsSomething(error) ? factsOf(error, fields) : factsOf(fields);
  return facts.message === '' ? { ...facts, message: text } : facts;
}
