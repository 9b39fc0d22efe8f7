import { Client } from 'pg';
import { waitUntil } from '../runtime/processes.mjs';

const TIMEOUT_MS = 20_000;

/** Counts the hub's ledger entries; waits for as many as there were requests. */
export async function countLedgerEntries(/** @type {string} */ dsn, /** @type {number} */ expected) {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  let entries = 0;
  const count = async () => {
    const { rows } = await client.query('SELECT count(*)::int AS entries FROM message_request');
    entries = rows[0].entries;
    return entries >= expected;
  };
  try {
    await waitUntil(count, TIMEOUT_MS);
    return entries;
  } finally {
    await client.end();
  }
}
