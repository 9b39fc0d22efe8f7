import { invalidFields } from '../../admin/admin-error';
import type { EgressSecrets } from '../egress-secrets';
import type { AccessSecrets } from '../provider-access';
import type { ConnectionTestDraft } from './connection-test.dto';

/** The provider that a draft is a changed form of. */
interface Original {
  readonly url: string;
  /** Undefined when they cannot be opened. */
  readonly secrets: AccessSecrets | undefined;
}

/**
 * The key, proxy and headers to test a draft with. What is stored stands in for what was left out or sent masked, but
 * only towards the origin that it was stored for: a test must not carry a key to an address of the tester's choice.
 */
export function draftSecrets(
  draft: ConnectionTestDraft,
  original: Original | undefined,
  egress: Pick<EgressSecrets, 'unmasked'>,
): AccessSecrets {
  const isSameOrigin = original && new URL(original.url).origin === new URL(draft.url).origin;
  const known = isSameOrigin ? original.secrets : undefined;
  const key = draft.key ?? known?.key;
  if (key === undefined) {
    const message = 'is needed: there is none that is stored for this address';
    throw invalidFields([{ path: 'key', code: 'required', message }]);
  }
  const { proxyUrl = null, customHeaders = {} } = draft;
  return { key, egress: egress.unmasked({ proxyUrl, customHeaders }, known?.egress) };
}
