import tls from 'node:tls';
import { selfSigned } from './self-signed';

/** What servers of this process on localhost and 127.0.0.1 show. */
export const LOOPBACK_TLS = selfSigned();

/** Has this process trust that certificate. Returns the way back. */
export function trustLoopback(): () => void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, LOOPBACK_TLS.cert]);
  return () => tls.setDefaultCACertificates(before);
}
