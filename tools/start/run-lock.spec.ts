import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataFolder } from './run-lock.mjs';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockFile = () => path.join(folder, 'supervisor.pid');
const holder = () => Number(readFileSync(lockFile(), 'utf8'));

it('claims an empty folder', () => {
  lockDataFolder(folder);
  expect(holder()).toBe(process.pid);
});

it('takes over from a process that is gone', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(lockFile(), `${pid}\n`);
  lockDataFolder(folder);
  expect(holder()).toBe(process.pid);
});

it('takes over when the process id now belongs to another program', () => {
  writeFileSync(lockFile(), `${process.ppid}\n`);
  lockDataFolder(folder);
  expect(holder()).toBe(process.pid);
});

it('refuses while another start is alive', () => {
  mkdirSync(path.join(folder, 'tools'));
  const script = path.join(folder, 'tools/start.mjs');
  writeFileSync(script, 'setInterval(() => {}, 1000);');
  const other = spawn(process.execPath, [script]);
  try {
    writeFileSync(lockFile(), `${other.pid}\n`);
    expect(() => lockDataFolder(folder)).toThrow(`process ${other.pid}`);
  } finally {
    other.kill('SIGKILL');
  }
});
