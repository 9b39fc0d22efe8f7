import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The full path of a program on PATH, or undefined. */
export function onPath(/** @type {string} */ name) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
