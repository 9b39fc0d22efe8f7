import { expect, it } from 'vitest';
import { maskProxyUrl, proxyUrlFault } from './proxy-url';

it.each<[string, string | undefined]>([
  ['http://proxy.example:3128', undefined],
  ['https://user:pass@proxy.example', undefined],
  ['socks5://user:p%40ss@127.0.0.1:1080', undefined],
  ['socks5h://[::1]:1080', undefined],
  ['http://proxy.example:3128/', undefined],
  ['proxy.example:3128', 'missing_protocol'],
  ['user:pass@proxy.example:3128', 'missing_protocol'],
  ['//proxy.example', 'missing_protocol'],
  ['', 'missing_protocol'],
  ['ftp://proxy.example', 'invalid_url'],
  ['socks4://proxy.example', 'invalid_url'],
  ['http://', 'invalid_url'],
  ['socks5://:1080', 'invalid_url'],
  ['http://proxy.example:99999', 'invalid_url'],
  ['http://proxy.example/path', 'invalid_url'],
  ['http://proxy.example?x=1', 'invalid_url'],
])('%s: %s', (text, code) => expect(proxyUrlFault(text)?.code).toBe(code));

it.each([
  ['http://user:secret@proxy.example:3128', 'http://user:****@proxy.example:3128'],
  ['socks5h://user:s%20t@proxy.example:1080', 'socks5h://user:****@proxy.example:1080'],
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['http://token@proxy.example:3128', 'http://****@proxy.example:3128'],
])('%s is shown as %s', (text, shown) => expect(maskProxyUrl(text)).toBe(shown));
