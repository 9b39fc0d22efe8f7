import type { Hub } from '../../../backend/test/support/hub';

/** Sends one message through the hub as a client would, and resolves with the status. */
export async function askModel(hub: Hub, key: string, model = 'claude-sonnet-4-5'): Promise<number> {
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
  return response.status;
}
