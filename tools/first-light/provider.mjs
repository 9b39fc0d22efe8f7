import { createServer } from 'node:http';
import { answerText, DIALECTS } from './dialects.mjs';

export const PROVIDER_KEY = 'first-light-provider-key';

/** A provider of all four formats on a free port. It answers only who sends its key. */
export async function startProvider() {
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      const url = req.url ?? '';
      const dialect = DIALECTS.find(({ path }) => url.startsWith(path('', false).split('models/')[0] ?? ''));
      const stream = url.includes(':stream') || /"stream":true/.test(body);
      const isKnown = JSON.stringify(req.headers).includes(PROVIDER_KEY);
      if (!dialect || !isKnown) return void res.writeHead(400).end(`no answer for ${url}`);
      res.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
      res.end(answerText(dialect, stream));
    });
  });
  await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, stop: () => server.close() };
}
