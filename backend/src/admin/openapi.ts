import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from './version';

const DESCRIPTION = `Everything the console can do, as an API.

* **Credentials**: send the administrator's token as \`Authorization: Bearer\`, or log a browser in and use its cookie. Requests with the cookie that change something must come from the console's own pages.
* **Errors** are problem documents after RFC 9457 (\`application/problem+json\`). Programs read \`code\`, and \`errors\` for single fields; the texts are for people and may change.
* **Lists** answer \`{items, nextCursor}\`. Send \`nextCursor\` as \`cursor\` with otherwise the same parameters until it is null. No entry comes twice, even while others are added.
* **Times** are ISO 8601 with zone. **Money** is decimal text in USD. Ids are integers, those of logins and usage logs UUIDs.
* **Permissions**: \`x-permission\` of each operation names the one it needs.
* **Limits**: 600 requests a minute per address, of which 10 logins; \`Retry-After\` says when to come back.`;

/** The OpenAPI document of the admin API, made from the controllers and DTOs. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Claude Code Hub')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The administrator’s token' }, 'bearer')
    .addCookieAuth('cch_login', { type: 'apiKey', in: 'cookie' }, 'login')
    .addTag('Login', 'Logins of browsers')
    .addTag('Users', 'Accounts')
    .addTag('Keys', 'Credentials that the hub issues to users')
    .addTag('Providers', 'Upstream accounts')
    .addTag('Provider groups', 'Labels deciding which callers may use which providers')
    .addTag('Prices', 'What models cost')
    .addTag('Limits', 'How much of their limits users, keys and providers have used, and who was refused')
    .addTag('Usage logs', 'What passed through the hub')
    .addTag('Settings', 'How the hub behaves')
    .addTag('System', 'The hub itself')
    .addTag('Health', 'For balancers and orchestrators')
    .build();
  const document = SwaggerModule.createDocument(app, outline, {
    operationIdFactory: (_controller, method) => method,
  });
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if (name.endsWith('Patch')) dropDefaults(schema);
  }
  return document;
}

// A patch copies its fields from a draft, but an absent field of a patch stays as it is instead of taking a default.
function dropDefaults(schema: object): void {
  if (!('properties' in schema) || typeof schema.properties !== 'object' || !schema.properties) return;
  for (const property of Object.values(schema.properties)) {
    if (typeof property === 'object' && property !== null) Reflect.deleteProperty(property, 'default');
  }
}
