import { afterAll, beforeAll, expect, it } from 'vitest';
import { DownloadFailed, downloadText } from '../../src/prices/table-download';
import { PriceOrigin } from '../support/price-origin';

const LIMITS = { maxBytes: 33_554_432, timeoutMs: 5000, maxRedirects: 5 };

let origin: PriceOrigin;
beforeAll(async () => {
  origin = await PriceOrigin.start();
  origin.table = 'a text ✓';
});
afterAll(() => origin?.close());

it.each(['/table.json', '/table.json?version=2', '/gzip', '/hop-1', '/bom'])('reads %s', async (path) => {
  expect(await downloadText(origin.url(path), LIMITS)).toBe('a text ✓');
});

it.each([
  ['/failing', 'It answered with status 503.'],
  ['/loop', 'It redirects more than 5 times.'],
  ['/to-file', 'It redirects to an address that is not allowed.'],
  ['/to-nowhere', 'It redirects to an address that is not allowed.'],
  ['/huge', 'It is larger than 32 MiB.'],
  ['/bomb', 'It is larger than 32 MiB.'],
  ['/brotli', 'Its encoding is not known.'],
  ['/bad-gzip', 'It cannot be read: Z_DATA_ERROR.'],
  ['/cut', /^It cannot be read: /],
])('says of %s what is wrong', async (path, message) => {
  const failure = await downloadText(origin.url(path), LIMITS).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DownloadFailed);
  expect(failure).toMatchObject({
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

it('asks a loop no more often than it must', async () => {
  const before = origin.seen.length;
  await expect(downloadText(origin.url('/loop'), LIMITS)).rejects.toThrow('redirects');
  expect(origin.seen.length - before).toBe(6);
});

it.each(['/silent', '/slow'])('does not wait for ever for %s', async (path) => {
  const startedAt = performance.now();
  const download = downloadText(origin.url(path), { ...LIMITS, timeoutMs: 300 });
  await expect(download).rejects.toThrow('It took longer than 0.3 seconds.');
  expect(performance.now() - startedAt).toBeLessThan(3000);
});

it('says that nobody is there', async () => {
  const gone = await PriceOrigin.start();
  const url = gone.url('/table.json');
  await gone.close();
  await expect(downloadText(url, LIMITS)).rejects.toThrow('It cannot be read: ECONNREFUSED.');
});
