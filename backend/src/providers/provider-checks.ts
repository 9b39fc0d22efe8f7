import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { proxyUrlFault } from '@cch/domain/upstream/proxy-url';
import { type Check, fault, NO_FAULT } from '../admin/fields/check';
import { textCheck } from '../admin/fields/value-checks';

const urlText = textCheck({ min: 1, max: TEXT_LENGTHS.url });
const credentialText = textCheck({ min: 1, max: TEXT_LENGTHS.providerKey, multiline: true });
// What an HTTP header may carry: a key with anything else could never be sent.
const HEADER_TEXT = /^[\x21-\x7e]+$/;

/** The address of an upstream. Credentials belong into the key, where they are sealed. */
export const upstreamUrlCheck: Check = (value, object) => {
  const faults = urlText(value, object);
  if (faults.length > 0) return faults;
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || !url.hostname) {
    return fault('invalid_url', 'must be an http or https address');
  }
  if (url.username || url.password) return fault('invalid_url', 'must not contain a user or a password');
  if (url.hash) return fault('invalid_url', 'must not contain a fragment');
  return NO_FAULT;
};

/** A key, or the JSON object of an account's credentials as Google hands them out. */
export const credentialCheck: Check = (value, object) => {
  const faults = credentialText(value, object);
  if (faults.length > 0) return faults;
  if (typeof value === 'string' && (HEADER_TEXT.test(value) || isJsonObject(value))) return NO_FAULT;
  return fault('bad_characters', 'must be a key without spaces, or a JSON object with credentials');
};

const proxyText = textCheck({ min: 1, max: TEXT_LENGTHS.proxyUrl });

/** The address of an egress proxy, credentials included. */
export const proxyUrlCheck: Check = (value, object) => {
  const faults = proxyText(value, object);
  if (faults.length > 0) return faults;
  const found = proxyUrlFault(String(value));
  return found ? fault(found.code, found.message) : NO_FAULT;
};

function isJsonObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // SyntaxError: it only looks like JSON.
    return false;
  }
}
