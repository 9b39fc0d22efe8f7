import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where a server or browser that was fetched for this checkout alone is kept: `.data/runtime-<name>`. */
export function runtimeFolder(/** @type {string} */ name) {
  return path.join(projectRoot, '.data', `runtime-${name}`);
}
