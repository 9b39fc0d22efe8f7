import { eventually } from '../../../backend/test/support/hub-eventually';
import type { Hub } from '../../../backend/test/support/hub';

/** Sends one message through the hub as a client would, and resolves with the status. */
export async function askModel(hub: Hub, key: string, model = 'claude-sonnet-4-5'): Promise<number> {
  return (await send(hub, key, model)).status;
}

/** Sends so many messages and waits until all of them are in the log, whose entries come in their order. */
export async function fillLog(hub: Hub, key: string, count: number): Promise<void> {
  let last: Response | undefined;
  for (let sent = 0; sent < count; sent++) last = await send(hub, key, 'claude-sonnet-4-5');
  const id = last?.headers.get('x-request-id');
  await eventually('the last message in the log', async () => {
    const { items } = await hub.admin<{ items: { id: string }[] }>('GET', '/usage-logs?limit=5');
    return items.some((entry) => entry.id === id);
  });
}

async function send(hub: Hub, key: string, model: string): Promise<Response> {
  const response = await fetch(`${hub.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'x-api-key': key,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'x-claude-code-session-id': '7d0f8c1e-5b3a-4b57-9c64-0d8c1f0a2b11',
    },
    body: JSON.stringify({ model, max_tokens: 64, messages: [{ role: 'user', content: 'Hello!' }] }),
  });
  await response.arrayBuffer();
  return response;
}
