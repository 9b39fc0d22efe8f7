import { ProxyFailed } from './proxy-failed';

export interface ProxyAddress {
  readonly scheme: 'http' | 'https' | 'socks5' | 'socks5h';
  readonly hostname: string;
  readonly port: number;
  /** Both empty when the proxy asks for none. */
  readonly user: string;
  readonly password: string;
}

/** What a proxy is asked to connect to. */
export interface Destination {
  readonly hostname: string;
  readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<ProxyAddress['scheme'], number>> = {
  http: 80,
  https: 443,
  socks5: 1080,
  socks5h: 1080,
};

/** Reads a URL that was checked when it was entered. */
export function proxyAddress(proxyUrl: string): ProxyAddress {
  try {
    const { protocol, hostname, port, username, password } = new URL(proxyUrl);
    const scheme = protocol.slice(0, -1);
    if (!isScheme(scheme)) throw new TypeError('no scheme of a proxy');
    return {
      scheme,
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? DEFAULT_PORTS[scheme] : Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  } catch {
    // TypeError or URIError. The first one has the whole URL in it.
    throw new ProxyFailed('proxy_unreachable', 'the URL of the proxy is not valid');
  }
}

/** For messages. */
export function shownAddress({ scheme, hostname, port }: ProxyAddress): string {
  return `${scheme}://${authority(hostname, port)}`;
}

export function authority(hostname: string, port: number): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}

function isScheme(text: string): text is ProxyAddress['scheme'] {
  return Object.hasOwn(DEFAULT_PORTS, text);
}
