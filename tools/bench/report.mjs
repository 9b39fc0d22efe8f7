import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { projectRoot } from '../runtime/paths.mjs';

/**
 * What one run found out.
 * @typedef {object} Report
 * @property {string} command
 * @property {string} date
 * @property {string} machine
 * @property {string} commit
 * @property {string} remarks
 * @property {import('./figures.mjs').Figure[]} figures
 * @property {Partial<Record<string, import('./profile-owners.mjs').Owners>>} owners by phase; empty without a profile
 */

/** What the figures depend on besides the code. */
export function surroundings() {
  const cpus = os.cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus[0]?.model.trim()}, ${cpus.length} cores, ${os.type()} ${os.release()}, Node ${process.versions.node}`,
    commit:
      git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes'),
  };
}

/** The figures as a Markdown table. */
export function figureTable(/** @type {readonly import('./figures.mjs').Figure[]} */ figures) {
  return table(
    ['median (least–most)', 'no gateway', 'bare Node pass-through', 'hub', 'hub against pass-through', 'aim'],
    figures.map(({ name, values, ratio, aim }) => [
      name,
      values['direct'] ?? '',
      values['floor'] ?? '',
      values['hub'] ?? '',
      ratio,
      aim,
    ]),
  );
}

/** Who owns the busy time of the hub, one column per phase: twice, without and with the calls into Node and the engine. */
export function ownerTables(/** @type {Report['owners']} */ owners) {
  return [
    ownerTable(owners, 'ownTime', 'in the functions of'),
    ownerTable(owners, 'onBehalf', 'with their calls into Node and the engine'),
  ];
}

function ownerTable(
  /** @type {Report['owners']} */ owners,
  /** @type {'ownTime' | 'onBehalf'} */ kind,
  /** @type {string} */ title,
) {
  const phases = Object.keys(owners);
  const shares = phases.map((phase) => new Map(owners[phase]?.[kind]));
  const names = (owners[phases[0] ?? '']?.[kind] ?? []).slice(0, 9).map(([name]) => name);
  return table(
    [title, ...phases],
    names.map((name) => [name, ...shares.map((share) => percent(share.get(name) ?? 0))]),
  );
}

/** The functions that cost most, with what they ask of Node and the engine. */
export function placeTables(/** @type {Report['owners']} */ owners, /** @type {number} */ length) {
  return Object.entries(owners).map(([phase, found]) =>
    table(
      [`${phase}: function, with the calls it makes into Node`, 'share'],
      (found?.places ?? []).slice(0, length).map(([place, share]) => [`\`${place}\``, percent(share)]),
    ),
  );
}

function table(/** @type {string[]} */ head, /** @type {string[][]} */ rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function percent(/** @type {number} */ share) {
  return `${(share * 100).toFixed(1)} %`;
}

function git(/** @type {string[]} */ ...args) {
  try {
    return execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown'; // a downloaded archive
  }
}
