const SCHEMES: readonly string[] = ['http:', 'https:', 'socks5:', 'socks5h:'];
const PROTOCOL = /^[a-z][a-z0-9+.-]*:\/\//i;
// What WHATWG URL leaves as it is in a scheme that it does not know: an address, or a name in ASCII.
const PLAIN_HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/i;
const LONGEST_SOCKS_CREDENTIAL = 255; // RFC 1929

export interface ProxyUrlFault {
  readonly code: 'missing_protocol' | 'invalid_url';
  readonly message: string;
}

/** What is wrong with the URL of an egress proxy; undefined when it can be used. */
export function proxyUrlFault(text: string): ProxyUrlFault | undefined {
  const protocol = PROTOCOL.exec(text)?.[0];
  if (protocol === undefined)
    return {
      code: 'missing_protocol',
      message: 'must start with http://, https://, socks5:// or socks5h://',
    };
  if (!SCHEMES.includes(protocol.slice(0, -2).toLowerCase()))
    return invalid('must be an http, https, socks5 or socks5h address');
  if (/\s/.test(text)) return invalid('must not contain spaces');
  const url = parse(text);
  if (!url)
    return invalid('must have a host, a port up to 65535, and special characters of the password as %XX');
  return hostFault(url) ?? credentialsFault(url);
}

/** The same URL with its password, or a user that stands alone, as ****. Takes texts that are no valid URL as well. */
export function maskProxyUrl(url: string): string {
  const start = PROTOCOL.exec(url)?.[0].length ?? 0;
  const end = url.lastIndexOf('@');
  if (end <= start) return url;
  const [user = '', ...password] = url.slice(start, end).split(':');
  // A user without a password may be an access token.
  const shown = password.join('') === '' ? '****' : `${user}:****`;
  return url.slice(0, start) + shown + url.slice(end);
}

function hostFault(url: URL): ProxyUrlFault | undefined {
  if (!PLAIN_HOST.test(url.hostname)) return invalid('must have a host name or an IP address');
  if (url.port === '0') return invalid('must have a port from 1 to 65535');
  const hasRest = (url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '';
  return hasRest ? invalid('must end after the host and the port') : undefined;
}

function credentialsFault({ protocol, username, password }: URL): ProxyUrlFault | undefined {
  const user = decoded(username);
  const secret = decoded(password);
  if (user === undefined || secret === undefined)
    return invalid('must have a % in the user or the password as %25');
  if (!protocol.startsWith('socks')) return undefined;
  if (user === '' && secret !== '') return invalid('must have a user when it has a password');
  const longest = Math.max(utf8Length(username), utf8Length(password));
  return longest > LONGEST_SOCKS_CREDENTIAL
    ? invalid('must have a user and a password of at most 255 bytes')
    : undefined;
}

function invalid(message: string): ProxyUrlFault {
  return { code: 'invalid_url', message };
}

function parse(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // not percent-encoded UTF-8
  }
}

/** Of percent-encoded text: a URL has no other characters than ASCII in it. */
function utf8Length(encoded: string): number {
  return encoded.replace(/%[0-9a-f]{2}/gi, '%').length;
}
