import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readText } from '../runtime/processes.mjs';

/**
 * A secret that is made once and then read from its file, which only its owner may read.
 * @param {string} file
 * @param {() => string} create
 * @returns {{ value: string, isNew: boolean }}
 */
export function keptSecret(file, create) {
  const stored = readText(file).trim();
  if (stored) return { value: stored, isNew: false };
  const value = create();
  // wx: a file that exists but cannot be read must not be replaced, or what it encrypts is lost.
  writeFileSync(file, `${value}\n`, { mode: 0o600, flag: 'wx' });
  return { value, isNew: true };
}

/** Key for AES-256-GCM. */
export function newEncryptionKey() {
  return randomBytes(32).toString('base64');
}

/** 43 characters that need no quoting anywhere. */
export function newToken() {
  return randomBytes(32).toString('base64url');
}
