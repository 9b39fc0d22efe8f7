const TOOL_NAMES = ['Read', 'Edit', 'Bash', 'Grep'];
const FILE_TEXT = [
  'export async function loadOrder(id: string): Promise<Order> {',
  "  const row = await db.query('SELECT * FROM orders WHERE id = $1', [id]);",
  '  if (!row) throw new NotFound(`order ${id} is not there`); // "gone" – or never was',
  "\treturn { ...row, path: 'C:\\\\orders\\\\open', total: row.lines.reduce(sum, 0) };",
  '}',
  '',
].join('\n');

/**
 * The body of a request to the Messages API, shaped like a coding conversation and about `bytes` long.
 * @param {{ bytes: number, session: number, isStreaming: boolean }} options
 * @returns {Buffer}
 */
export function conversation({ bytes, session, isStreaming }) {
  const messages = [userTurn('Please find out why the last test fails.')];
  const body = {
    model: 'claude-sonnet-4-5',
    max_tokens: 4096,
    stream: isStreaming,
    system: [{ type: 'text', text: 'You are a coding assistant in a terminal.' }],
    metadata: { user_id: userId(session) },
    ...(bytes < 16_384 ? {} : { tools: TOOL_NAMES.map(tool) }),
    messages,
  };
  let left = bytes - JSON.stringify(body).length;
  for (let number = 0; left > 9000; number += 1) {
    const turn = toolTurn(number);
    messages.push(...turn);
    left -= JSON.stringify(turn).length;
  }
  messages.push(userTurn('x'.repeat(Math.max(1, left - 70))));
  return Buffer.from(JSON.stringify(body));
}

function toolTurn(/** @type {number} */ number) {
  const id = `toolu_${String(number).padStart(24, '0')}`;
  const call = { type: 'tool_use', id, name: 'Read', input: { file_path: `/src/file-${number}.ts` } };
  const result = { type: 'tool_result', tool_use_id: id, content: FILE_TEXT.repeat(1 + ((number * 7) % 12)) };
  return [
    { role: 'assistant', content: [{ type: 'text', text: `Next is file ${number}.` }, call] },
    { role: 'user', content: [result] },
  ];
}

/** @returns {{ role: string, content: object[] }} */
function userTurn(/** @type {string} */ text) {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function tool(/** @type {string} */ name) {
  const properties = {
    file_path: { type: 'string', description: 'Absolute path' },
    limit: { type: 'number' },
  };
  const schema = { type: 'object', properties, required: ['file_path'] };
  return { name, description: `${name} does what it says. `.repeat(40), input_schema: schema };
}

// Claude Code's form: JSON inside the string.
function userId(/** @type {number} */ session) {
  const uuid = `00000000-0000-4000-8000-${String(session).padStart(12, '0')}`;
  return JSON.stringify({ device_id: '0'.repeat(64), account_uuid: '', session_id: uuid });
}
