import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

// PostgreSQL refuses to run as root. 65534 is `nobody` on every Linux, so no account has to be created.
const NOBODY = 65534;
const OTHERS_MAY_ENTER = 0o001;

/**
 * Under which account PostgreSQL runs, and how a command is started under it.
 * @typedef {object} PostgresAccount
 * @property {number | undefined} owner who must own the data folder; undefined leaves it alone
 * @property {(command: string, args: string[]) => [string, string[]]} wrap
 * @property {{ uid?: number, gid?: number }} identity options for spawn
 */

/**
 * An ordinary user runs PostgreSQL as himself, root as `nobody`. Where nobody cannot get at the files (root's home is
 * 0700), he is lent root's access to files, or, where that is not allowed either, root poses as nobody.
 * @returns {PostgresAccount}
 */
export function postgresAccount(/** @type {string[]} */ neededFolders) {
  if (process.getuid?.() !== 0) return { owner: undefined, wrap: unwrapped, identity: {} };
  if (neededFolders.every(othersMayEnter)) {
    return { owner: NOBODY, wrap: unwrapped, identity: { uid: NOBODY, gid: NOBODY } };
  }
  const found = [nobodyWithFileAccess(), rootLookingLikeNobody()].find((account) =>
    canRead(account, neededFolders),
  );
  if (found) return found;
  throw new Error(unreachable(neededFolders));
}

/** Gives a folder and all below it to `owner`; does nothing when the folder is his already. */
export function giveFolder(/** @type {string} */ folder, /** @type {number | undefined} */ owner) {
  if (owner === undefined || !existsSync(folder)) return;
  if (statSync(folder).uid === owner) return;
  giveTree(folder, owner);
}

// The folder itself comes last: a run that is killed half-way starts over.
function giveTree(/** @type {string} */ entry, /** @type {number} */ owner) {
  const kind = lstatSync(entry);
  if (kind.isSymbolicLink()) return;
  if (kind.isDirectory()) for (const name of readdirSync(entry)) giveTree(path.join(entry, name), owner);
  chownSync(entry, owner, owner);
}

/** @type {PostgresAccount['wrap']} */
function unwrapped(command, args) {
  return [command, args];
}

// Works in a container with the usual capabilities, where user namespaces are mostly forbidden.
/** @returns {PostgresAccount} */
function nobodyWithFileAccess() {
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  // PostgreSQL asks access(2) about its own program, which otherwise looks past a capability.
  const honoured = ['--securebits=+no_setuid_fixup'];
  const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  return {
    owner: NOBODY,
    wrap: (command, args) => ['setpriv', [...identity, ...capability, ...honoured, command, ...args]],
    identity: {},
  };
}

/** @returns {PostgresAccount} */
function rootLookingLikeNobody() {
  const map = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  return { owner: 0, wrap: (command, args) => ['unshare', [...map, command, ...args]], identity: {} };
}

function canRead(/** @type {PostgresAccount} */ { wrap }, /** @type {string[]} */ folders) {
  // `test -x` asks access(2), like PostgreSQL.
  const [command, args] = wrap(
    'test',
    folders.flatMap((folder, at) => [...(at ? ['-a'] : []), '-x', folder]),
  );
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function othersMayEnter(/** @type {string} */ folder) {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function unreachable(/** @type {string[]} */ folders) {
  return (
    `PostgreSQL cannot run as root, and the user nobody cannot enter ${folders.join(' or ')}. Move the project to a ` +
    'folder others may enter (for instance /srv), run as an ordinary user, or set DSN.'
  );
}
