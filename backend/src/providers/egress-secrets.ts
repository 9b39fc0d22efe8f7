import { maskProxyUrl } from '@cch/domain/upstream/proxy-url';
import { Injectable } from '@nestjs/common';
import { type FieldError, invalidFields } from '../admin/admin-error';
import { SecretBox } from '../platform/secrets/secret-box';
import type { ProviderEntity } from './provider.entity';

/** What is sealed of the way to an upstream besides its key. */
export interface Egress {
  readonly proxyUrl: string | null;
  readonly customHeaders: Readonly<Record<string, string>>;
}

type SealedEgress = Pick<ProviderEntity, 'sealedProxyUrl' | 'sealedCustomHeaders'>;

/** What stands for a secret that is not shown. */
const MASK = '****';

const LOOKS_SECRET = /auth|key|token|secret|password|passwd|credential|cookie|signature/i;

/** Seals proxy addresses and headers, opens them, and shows them without their secrets. */
@Injectable()
export class EgressSecrets {
  constructor(private readonly secrets: SecretBox) {}

  /** Throws when they were sealed under another ENCRYPTION_KEY. */
  open({ sealedProxyUrl, sealedCustomHeaders }: SealedEgress): Egress {
    return {
      proxyUrl: sealedProxyUrl === null ? null : this.secrets.open(sealedProxyUrl),
      customHeaders:
        sealedCustomHeaders === null
          ? {}
          : (JSON.parse(this.secrets.open(sealedCustomHeaders)) as Record<string, string>),
    };
  }

  /** As the API answers them. What cannot be opened is shown as hidden altogether. */
  shown(sealed: SealedEgress): Egress {
    const egress = this.openOrNothing(sealed);
    if (!egress) return { proxyUrl: sealed.sealedProxyUrl === null ? null : MASK, customHeaders: {} };
    const headers = Object.entries(egress.customHeaders).map(([name, value]) => [name, masked(name, value)]);
    return {
      proxyUrl: egress.proxyUrl === null ? null : maskProxyUrl(egress.proxyUrl),
      customHeaders: Object.fromEntries(headers) as Record<string, string>,
    };
  }

  /**
   * The columns for what a client sends. Values that are sent back the way they were shown stay what they are.
   *
   * @param stored undefined for a new provider
   */
  seal(sent: Partial<Egress>, stored: SealedEgress | undefined): Partial<SealedEgress> {
    const old = stored && this.openOrNothing(stored);
    return {
      ...(sent.proxyUrl === undefined ? {} : { sealedProxyUrl: this.sealProxyUrl(sent.proxyUrl, old) }),
      ...(sent.customHeaders ? { sealedCustomHeaders: this.sealHeaders(sent.customHeaders, old) } : {}),
    };
  }

  /**
   * What was sent, with everything that was only shown masked filled in again. Refuses masks that stand for nothing, so
   * that none of them is ever taken for a password.
   */
  unmasked(sent: Partial<Egress>, old: Egress | undefined): Egress {
    const { proxyUrl = old?.proxyUrl ?? null, customHeaders = old?.customHeaders ?? {} } = sent;
    const isShown = typeof old?.proxyUrl === 'string' && proxyUrl === maskProxyUrl(old.proxyUrl);
    const headers = Object.entries(customHeaders).map(([name, value]) => [
      name,
      value === MASK ? (oldValue(name, old) ?? value) : value,
    ]);
    const unmasked = {
      proxyUrl: isShown ? old.proxyUrl : proxyUrl,
      customHeaders: Object.fromEntries(headers) as Record<string, string>,
    };
    const errors = leftMasks(unmasked);
    if (errors.length > 0) throw invalidFields(errors);
    return unmasked;
  }

  private sealProxyUrl(proxyUrl: string | null, old: Egress | undefined): string | null {
    const opened = this.unmasked({ proxyUrl }, old).proxyUrl;
    return opened === null ? null : this.secrets.seal(opened);
  }

  private sealHeaders(customHeaders: Egress['customHeaders'], old: Egress | undefined): string | null {
    const opened = this.unmasked({ customHeaders }, old).customHeaders;
    return Object.keys(opened).length === 0 ? null : this.secrets.seal(JSON.stringify(opened));
  }

  private openOrNothing(sealed: SealedEgress): Egress | undefined {
    try {
      return this.open(sealed);
    } catch {
      // Sealed under another ENCRYPTION_KEY: the catalog reports it.
      return undefined;
    }
  }
}

function leftMasks({ proxyUrl, customHeaders }: Egress): readonly FieldError[] {
  const { username, password } = (proxyUrl !== null && URL.parse(proxyUrl)) || { username: '', password: '' };
  const isMasked = password === MASK || (password === '' && username === MASK);
  const names = Object.keys(customHeaders).filter((name) => customHeaders[name] === MASK);
  return [...(isMasked ? ['proxyUrl'] : []), ...names.map((name) => `customHeaders.${name}`)].map((path) => ({
    path,
    code: 'required',
    message: `has ${MASK} in it, for which there is no stored value`,
  }));
}

function masked(name: string, value: string): string {
  return LOOKS_SECRET.test(name) ? MASK : value;
}

function oldValue(name: string, old: Egress | undefined): string | undefined {
  const found = Object.entries(old?.customHeaders ?? {}).find(
    ([known]) => known.toLowerCase() === name.toLowerCase(),
  );
  return found?.[1];
}
