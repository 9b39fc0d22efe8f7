/** @typedef {import('./env-variables.mjs').Variable} Variable */

const HOW = `# Configuration

<!-- Generated from backend/src/config/env.schema.ts by \`node tools/env-reference.mjs\`. Change the schema instead. -->

The environment says how a process runs. Everything about the product itself (users, keys, providers) is in the
database and is changed in the console or through the API.

- **Where values come from.** The process's environment. \`npm start\` and \`npm run dev\` also read a file \`.env\` in the
  project's folder; what the environment sets already wins. \`docker-compose.yml\` reads the same file, and hands the hub
  the variables that it lists under \`environment\`.
- **How values are written.** Spaces around a value and one pair of quotes do not matter. An empty value counts as not
  set. Booleans are \`true\`, \`false\`, \`1\` or \`0\` in any case.
- **What happens with bad values.** The hub does not start. It lists every bad variable at once, with what it read and
  what is allowed, and exits with code 78. Passwords and secrets are not shown.
- **What must be set.** \`DSN\`, \`REDIS_URL\`, \`ADMIN_TOKEN\` and \`ENCRYPTION_KEY\`. \`npm start\` brings a server of its own
  for each of the first two that is not set. When it brings PostgreSQL, it also makes the two secrets that are not set,
  and keeps them in \`.data/admin-token\` and \`.data/encryption-key\`. When \`DSN\` is set, you bring both secrets.

[\`deploy/env/.env.example\`](../deploy/env/.env.example) is the same list as a file to copy.
`;

const LATER = `## Without effect in this version

These are read and checked, so that a file that sets them keeps working, but the parts of the hub that they configure
are not built yet.
`;

const OTHERS = `## Variables of the commands

These do not reach the hub.

| variable            | read by              | meaning                                                                |
| ------------------- | -------------------- | ---------------------------------------------------------------------- |
| \`POSTGRES_PASSWORD\` | \`docker-compose.yml\` | Password of the database it starts; required there.                    |
| \`ADMIN_PORT\`        | \`deploy/compose/compose.scale.yml\` | Port of the console and the admin API on the machine; 23001 by default. |
| \`CHROMIUM_PATH\`     | \`npm test\`           | The browser to test with, instead of one that is installed or fetched. |
| \`TEST_DSN\`, \`TEST_REDIS_URL\` | \`npm test\` | Servers to test on, both or neither, instead of ones of the run's own. |

With \`docker-compose.yml\`, \`APP_PORT\` is the port on the machine; inside the container the hub listens on 23000.
`;

/** docs/configuration.md, not yet formatted. */
export function configurationPage(/** @type {Variable[]} */ variables) {
  const used = variables.filter(({ isUsed }) => isUsed);
  const later = variables.filter(({ isUsed }) => !isUsed);
  return [
    HOW,
    `## Variables\n\n${table(used)}`,
    ...(later.length === 0 ? [] : [`${LATER}\n${table(later)}`]),
    OTHERS,
  ].join('\n');
}

/** deploy/env/.env.example. Every setting is a comment, so that a plain copy changes nothing. */
export function envExample(/** @type {Variable[]} */ variables) {
  const head = [
    '# Generated from backend/src/config/env.schema.ts by `node tools/env-reference.mjs`.',
    '# Copy it to .env in the project’s folder and remove the # before what you set. Values shown are the defaults.',
    '# More about each in docs/configuration.md.',
  ];
  const blocks = variables.map(({ name, meaning, fallback = '', allowed, isUsed }) => [
    `# ${meaning}${isUsed ? '' : ' (Without effect in this version.)'}`,
    ...(allowed === 'text' ? [] : [`# Allowed: ${allowed}`]),
    `# ${name}=${fallback}`,
  ]);
  const compose = [
    '# Only for docker-compose.yml: the password of the database it starts.',
    '# POSTGRES_PASSWORD=',
  ];
  return `${[head, ...blocks, compose].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function table(/** @type {Variable[]} */ variables) {
  const rows = variables.map(({ name, meaning, fallback, allowed }) => {
    const standard = fallback === undefined ? '–' : `\`${fallback}\``;
    return `| \`${name}\` | ${standard} | ${allowed} | ${meaning} |`;
  });
  return `${['| variable | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}
