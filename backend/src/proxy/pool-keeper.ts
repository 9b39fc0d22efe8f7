import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { UpstreamClient } from '../platform/upstream/upstream-client';
import { ProviderCatalog } from '../providers/provider-catalog';

/** Lets connections go that no provider uses any more: another proxy, another address, a provider deleted. */
@Injectable()
export class PoolKeeper implements OnApplicationBootstrap {
  constructor(
    private readonly catalog: ProviderCatalog,
    private readonly upstream: UpstreamClient,
  ) {}

  onApplicationBootstrap(): void {
    this.catalog.onChange((providers) => this.upstream.retain(providers.map(({ target }) => target)));
  }
}
