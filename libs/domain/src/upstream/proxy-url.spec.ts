import { describe, expect, it } from 'vitest';
import { maskProxyUrl, proxyUrlFault } from './proxy-url';

describe('proxyUrlFault', () => {
  it.each([
    'http://proxy.example:3128',
    'HTTP://proxy.example:3128/',
    'https://user:pass@proxy.example',
    'http://token@proxy.example',
    'http://:pass@proxy.example',
    'http://prüfung.example:80',
    'socks5://user:p%40ss@127.0.0.1:1080',
    'socks5://proxy.example:80',
    'socks5h://[::1]:1080',
    `socks5://user:${'%C3%BC'.repeat(127)}@proxy.example`,
  ])('%s can be used', (text) => expect(proxyUrlFault(text)).toBeUndefined());

  it.each([
    '',
    'proxy.example:3128',
    'user:pass@proxy.example:3128',
    '//proxy.example',
    'http:proxy.example:80',
  ])('%s has no protocol', (text) =>
    expect(proxyUrlFault(text)).toEqual({
      code: 'missing_protocol',
      message: 'must start with http://, https://, socks5:// or socks5h://',
    }),
  );

  it.each([
    ['ftp://proxy.example', 'must be an http, https, socks5 or socks5h address'],
    ['socks4://proxy.example', 'must be an http, https, socks5 or socks5h address'],
    ['http://', 'must have a host'],
    ['socks5://', 'must have a host name'],
    ['socks5://:1080', 'must have a host'],
    ['socks5://user:pass@:1080', 'must have a host'],
    ['socks5://prüfung.example', 'must have a host name'],
    ['http://proxy.example:99999', 'a port up to 65535'],
    ['socks5://proxy.example:99999', 'a port up to 65535'],
    ['http://proxy.example:0', 'a port from 1'],
    ['http://proxy.example:port', 'a port up to 65535'],
    ['http://user:p/ss@proxy.example', 'special characters of the password as %XX'],
    ['http://proxy.example/path', 'must end after the host and the port'],
    ['socks5://proxy.example:1080/path', 'must end after the host and the port'],
    ['http://proxy.example?x=1', 'must end after the host and the port'],
    ['http://proxy.example#x', 'must end after the host and the port'],
    ['http://proxy.example:3128 ', 'must not contain spaces'],
    ['http://user:100%@proxy.example', 'as %25'],
    ['socks5://:pass@proxy.example', 'must have a user'],
    [`socks5://user:${'%C3%BC'.repeat(128)}@proxy.example`, 'at most 255 bytes'],
  ])('%s is refused', (text, message) => {
    const fault = proxyUrlFault(text);
    expect(fault?.code).toBe('invalid_url');
    expect(fault?.message).toContain(message);
  });
});

describe('maskProxyUrl', () => {
  it.each([
    ['http://user:secret@proxy.example:3128', 'http://user:****@proxy.example:3128'],
    ['socks5h://user:s%20t@proxy.example:1080', 'socks5h://user:****@proxy.example:1080'],
    ['http://user:se:cr@et/@proxy.example', 'http://user:****@proxy.example'],
    ['http://token@proxy.example', 'http://****@proxy.example'],
    ['http://token:@proxy.example', 'http://****@proxy.example'],
    ['user:secret@proxy.example:3128', 'user:****@proxy.example:3128'],
    ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ['http://proxy.example:3128/', 'http://proxy.example:3128/'],
  ])('%s is shown as %s', (text, shown) => expect(maskProxyUrl(text)).toBe(shown));
});
