/** A file to write or a command to run. */
export interface GuideBlock {
  /** File path or language. */
  readonly name: string;
  readonly code: string;
  /** Translation key of what the block is for. */
  readonly caption: string;
}

export interface ClientGuide {
  readonly id: ClientId;
  readonly blocks: readonly GuideBlock[];
}

export const CLIENT_IDS = [
  'claude-code',
  'codex',
  'gemini-cli',
  'anthropic-sdk',
  'openai-sdk',
  'google-sdk',
  'curl',
] as const;

export type ClientId = (typeof CLIENT_IDS)[number];

export interface HubAccess {
  /** The hub's address without a trailing slash. */
  readonly address: string;
  readonly key: string;
}

/** Ready-to-paste set-ups. Model names are examples; everything else is complete. */
export function clientGuide(id: ClientId, access: HubAccess): ClientGuide {
  return { id, blocks: BLOCKS[id](access) };
}

const BLOCKS: Readonly<Record<ClientId, (access: HubAccess) => readonly GuideBlock[]>> = {
  'claude-code': ({ address, key }) => [
    environment('bash', { ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: key }, 'setup.claude.shell'),
    environment(
      'PowerShell',
      { ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: key },
      'setup.claude.powershell',
    ),
    {
      name: '~/.claude/settings.json',
      caption: 'setup.claude.settings',
      code: json({
        env: {
          ANTHROPIC_BASE_URL: address,
          ANTHROPIC_AUTH_TOKEN: key,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        },
      }),
    },
    {
      name: '~/.claude.json',
      caption: 'setup.claude.onboarding',
      code: json({ hasCompletedOnboarding: true }),
    },
  ],
  codex: ({ address, key }) => [
    {
      name: '~/.codex/config.toml',
      caption: 'setup.codex.config',
      code: lines(
        'model = "gpt-5.5"',
        'model_provider = "cch"',
        '',
        '[model_providers.cch]',
        'name = "Claude Code Hub"',
        `base_url = "${address}/v1"`,
        'env_key = "CCH_API_KEY"',
        'wire_api = "responses"',
      ),
    },
    environment('bash', { CCH_API_KEY: key }, 'setup.codex.shell'),
    environment('PowerShell', { CCH_API_KEY: key }, 'setup.codex.powershell'),
  ],
  'gemini-cli': ({ address, key }) => [
    {
      name: '~/.gemini/.env',
      caption: 'setup.gemini.env',
      code: lines(`GOOGLE_GEMINI_BASE_URL=${address}`, `GEMINI_API_KEY=${key}`),
    },
    {
      name: '~/.gemini/settings.json',
      caption: 'setup.gemini.settings',
      code: json({ security: { auth: { selectedType: 'gemini-api-key' } } }),
    },
  ],
  'anthropic-sdk': ({ address, key }) => [
    {
      name: 'TypeScript',
      caption: 'setup.sdk.typescript',
      code: lines(
        "import Anthropic from '@anthropic-ai/sdk';",
        '',
        `const client = new Anthropic({ baseURL: '${address}', apiKey: '${key}' });`,
        'const message = await client.messages.create({',
        "  model: 'claude-sonnet-4-5',",
        '  max_tokens: 1024,',
        "  messages: [{ role: 'user', content: 'Hello!' }],",
        '});',
        'console.log(message.content);',
      ),
    },
    {
      name: 'Python',
      caption: 'setup.sdk.python',
      code: lines(
        'import anthropic',
        '',
        `client = anthropic.Anthropic(base_url="${address}", api_key="${key}")`,
        'message = client.messages.create(',
        '    model="claude-sonnet-4-5",',
        '    max_tokens=1024,',
        '    messages=[{"role": "user", "content": "Hello!"}],',
        ')',
        'print(message.content)',
      ),
    },
  ],
  'openai-sdk': ({ address, key }) => [
    {
      name: 'TypeScript',
      caption: 'setup.sdk.typescript',
      code: lines(
        "import OpenAI from 'openai';",
        '',
        `const client = new OpenAI({ baseURL: '${address}/v1', apiKey: '${key}' });`,
        'const completion = await client.chat.completions.create({',
        "  model: 'gpt-5.5',",
        "  messages: [{ role: 'user', content: 'Hello!' }],",
        '});',
        'console.log(completion.choices[0].message.content);',
      ),
    },
    {
      name: 'Python',
      caption: 'setup.sdk.python',
      code: lines(
        'from openai import OpenAI',
        '',
        `client = OpenAI(base_url="${address}/v1", api_key="${key}")`,
        'completion = client.chat.completions.create(',
        '    model="gpt-5.5",',
        '    messages=[{"role": "user", "content": "Hello!"}],',
        ')',
        'print(completion.choices[0].message.content)',
      ),
    },
  ],
  'google-sdk': ({ address, key }) => [
    {
      name: 'TypeScript',
      caption: 'setup.sdk.typescript',
      code: lines(
        "import { GoogleGenAI } from '@google/genai';",
        '',
        `const ai = new GoogleGenAI({ apiKey: '${key}', httpOptions: { baseUrl: '${address}' } });`,
        'const response = await ai.models.generateContent({',
        "  model: 'gemini-2.5-pro',",
        "  contents: 'Hello!',",
        '});',
        'console.log(response.text);',
      ),
    },
    {
      name: 'Python',
      caption: 'setup.sdk.python',
      code: lines(
        'from google import genai',
        '',
        `client = genai.Client(api_key="${key}", http_options={"base_url": "${address}"})`,
        'response = client.models.generate_content(model="gemini-2.5-pro", contents="Hello!")',
        'print(response.text)',
      ),
    },
  ],
  curl: ({ address, key }) => [
    {
      name: 'bash',
      caption: 'setup.curl.messages',
      code: lines(
        `curl ${address}/v1/messages \\`,
        `  -H "Authorization: Bearer ${key}" \\`,
        '  -H "Content-Type: application/json" \\',
        '  -H "anthropic-version: 2023-06-01" \\',
        `  -d '{"model": "claude-sonnet-4-5", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello!"}]}'`,
      ),
    },
    {
      name: 'bash',
      caption: 'setup.curl.chat',
      code: lines(
        `curl ${address}/v1/chat/completions \\`,
        `  -H "Authorization: Bearer ${key}" \\`,
        '  -H "Content-Type: application/json" \\',
        `  -d '{"model": "gpt-5.5", "messages": [{"role": "user", "content": "Hello!"}]}'`,
      ),
    },
  ],
};

function environment(
  shell: 'bash' | 'PowerShell',
  variables: Record<string, string>,
  caption: string,
): GuideBlock {
  const entries = Object.entries(variables);
  const code =
    shell === 'bash'
      ? entries.map(([name, value]) => `export ${name}=${value}`)
      : entries.map(([name, value]) => `$env:${name} = "${value}"`);
  return { name: shell, caption, code: lines(...code) };
}

function lines(...parts: string[]): string {
  return parts.join('\n');
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
