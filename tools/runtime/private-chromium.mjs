import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { libraryPath } from './debian-packages.mjs';

/**
 * Makes an unpacked Debian Chromium start from where it lies: writes a small launcher that points it to its libraries and
 * fonts, and returns the launcher's path.
 */
export function privateChromium(/** @type {string} */ folder) {
  const root = path.join(folder, 'root');
  const fonts = path.join(folder, 'fonts.conf');
  const launcher = path.join(folder, 'chromium');
  mkdirSync(path.join(folder, 'font-cache'), { recursive: true });
  writeFileSync(fonts, fontConfiguration(folder, root));
  writeFileSync(launcher, launcherScript(root, fonts));
  chmodSync(launcher, 0o755);
  return launcher;
}

function fontConfiguration(/** @type {string} */ folder, /** @type {string} */ root) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${path.join(root, 'usr/share/fonts')}</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}

// The program is started directly: Debian's own wrapper script looks for its parts below /usr.
function launcherScript(/** @type {string} */ root, /** @type {string} */ fonts) {
  return `#!/bin/sh
export LD_LIBRARY_PATH='${libraryPath(root)}'
export FONTCONFIG_FILE='${fonts}'
exec '${path.join(root, 'usr/lib/chromium/chromium')}' "$@"
`;
}
