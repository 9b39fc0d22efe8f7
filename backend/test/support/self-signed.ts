import { generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const BOOLEAN = 0x01;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const VERSION_3 = hex('a003020102');
const SERIAL_1 = hex('020101');
const TRUE = der(BOOLEAN, hex('ff'));
const ECDSA_WITH_SHA256 = der(SEQUENCE, hex('06082a8648ce3d040302'));
const COMMON_NAME = hex('0603550403');
const BASIC_CONSTRAINTS = hex('0603551d13');
const SUBJECT_ALT_NAME = hex('0603551d11');
const DAY_MS = 86_400_000;

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate (RFC 5280) for localhost and 127.0.0.1 that nobody trusts unless told so, valid for a day or two. */
export function selfSigned(): KeyAndCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from('loopback')))));
  const now = Date.now();
  const content = der(
    SEQUENCE,
    VERSION_3,
    SERIAL_1,
    ECDSA_WITH_SHA256,
    name,
    der(SEQUENCE, time(now - DAY_MS), time(now + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(),
  );
  const signature = der(BIT_STRING, hex('00'), sign('sha256', content, privateKey));
  const lines = der(SEQUENCE, content, ECDSA_WITH_SHA256, signature)
    .toString('base64')
    .match(/.{1,64}/g);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...(lines ?? []), '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

function extensions(): Buffer {
  const dnsName = der(0x82, Buffer.from('localhost'));
  const ipAddress = der(0x87, Buffer.from([127, 0, 0, 1]));
  const isAuthority = der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTET_STRING, der(SEQUENCE, TRUE)));
  const names = der(SEQUENCE, SUBJECT_ALT_NAME, der(OCTET_STRING, der(SEQUENCE, dnsName, ipAddress)));
  return der(0xa3, der(SEQUENCE, isAuthority, names));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(UTC_TIME, Buffer.from(`${digits}Z`));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const sizes = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...sizes]), content]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
