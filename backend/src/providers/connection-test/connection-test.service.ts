import { Injectable } from '@nestjs/common';
import { AdminError, invalidFields, notFound } from '../../admin/admin-error';
import { SecretBox } from '../../platform/secrets/secret-box';
import { EgressSecrets } from '../egress-secrets';
import type { AccessSecrets } from '../provider-access';
import type { ProviderEntity } from '../provider.entity';
import { ProviderRepository } from '../provider.repository';
import { UpstreamLogin } from '../upstream-login';
import type { ConnectionTestDraft, ConnectionTestOptions, ConnectionTestView } from './connection-test.dto';
import { ConnectionTester } from './connection-tester';
import { draftSecrets } from './draft-secrets';
import { testedProvider } from './tested-provider';

/** Tests providers for operators. A provider that fails is a result. */
@Injectable()
export class ConnectionTestService {
  constructor(
    private readonly providers: ProviderRepository,
    private readonly secrets: SecretBox,
    private readonly egress: EgressSecrets,
    private readonly login: UpstreamLogin,
    private readonly tester: ConnectionTester,
  ) {}

  /** @param left aborted when nobody waits for the result any more */
  async testSaved(
    id: number,
    { model }: ConnectionTestOptions,
    left: AbortSignal,
  ): Promise<ConnectionTestView> {
    const provider = await this.find(id);
    if (!provider) throw notFound('provider');
    const secrets = this.open(provider);
    if (!secrets) {
      throw new AdminError('conflict', 'The key cannot be opened, because it was sealed under another one.');
    }
    return this.tester.run(testedProvider(provider, secrets, this.login, model), left);
  }

  async testDraft(draft: ConnectionTestDraft, left: AbortSignal): Promise<ConnectionTestView> {
    const { providerId, model } = draft;
    const original = providerId === undefined ? undefined : await this.original(providerId);
    const fields = { ...DEFAULTS, ...draft };
    const secrets = draftSecrets(draft, original, this.egress);
    return this.tester.run(testedProvider(fields, secrets, this.login, model), left);
  }

  private async original(id: number) {
    const provider = await this.find(id);
    if (provider) return { url: provider.url, secrets: this.open(provider) };
    throw invalidFields([{ path: 'providerId', code: 'not_a_choice', message: 'is no provider' }]);
  }

  private async find(id: number): Promise<ProviderEntity | undefined> {
    return (await this.providers.find(id))?.entity;
  }

  private open(provider: ProviderEntity): AccessSecrets | undefined {
    try {
      return { key: this.secrets.open(provider.sealedKey), egress: this.egress.open(provider) };
    } catch {
      // Sealed under another ENCRYPTION_KEY: the catalog reports it.
      return undefined;
    }
  }
}

const DEFAULTS = {
  proxyFallbackToDirect: false,
  allowedModels: [],
  modelRedirects: [],
  parameterOverrides: {},
};
