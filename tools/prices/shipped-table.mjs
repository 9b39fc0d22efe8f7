import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findProvider } from '@pydantic/genai-prices';
import { projectRoot } from '../runtime/paths.mjs';
import { namesOf } from './names.mjs';
import { sheetOf } from './sheet.mjs';
import { VENDORS } from './vendors.mjs';

const PACKAGE = '@pydantic/genai-prices';

/**
 * The price table that comes with the hub, from a package of the lock file.
 * @param {string} day on which the prices hold
 */
export function shippedTable(day) {
  const folder = path.join(projectRoot, 'node_modules', PACKAGE);
  const { version, homepage } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return {
    source: PACKAGE,
    version,
    homepage,
    date: day,
    license: readFileSync(path.join(folder, 'LICENSE'), 'utf8').trim(),
    vendors: VENDORS,
    models: pricesOn(day),
  };
}

/** @param {string} day */
function pricesOn(day) {
  /** @type {Map<string, import('./sheet.mjs').Sheet>} */
  const sheets = new Map();
  for (const providerId of VENDORS) {
    const vendor = findProvider({ providerId });
    if (vendor?.id !== providerId) throw new Error(`${PACKAGE} knows no vendor ${providerId}`);
    /** @type {Set<string>} */
    const own = new Set();
    for (const model of vendor.models) {
      const sheet = sheetOf(model, day);
      // Of two models of a vendor that claim a name the first one has it, also when it has no price in tokens.
      for (const name of namesOf(model).filter((name) => !own.has(name))) {
        own.add(name);
        if (sheet && !sheets.has(name)) sheets.set(name, sheet);
      }
    }
  }
  return Object.fromEntries([...sheets].sort(([a], [b]) => (a < b ? -1 : 1)));
}
