import { describe, expect, it } from 'vitest';
import { SecretBox } from './secret-box';

const box = new SecretBox(Buffer.alloc(32, 1));

describe('SecretBox', () => {
  it('opens what it sealed and shows nothing of it', () => {
    const sealed = box.seal('sk-secret-Ключ-钥匙');
    expect(sealed).not.toContain('secret');
    expect(box.open(sealed)).toBe('sk-secret-Ключ-钥匙');
  });

  it('never seals twice alike', () => expect(box.seal('same')).not.toBe(box.seal('same')));

  it('refuses another key, a changed text and anything else', () => {
    const sealed = box.seal('secret');
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    expect(() => new SecretBox(Buffer.alloc(32, 2)).open(sealed)).toThrow();
    expect(() => box.open(changed)).toThrow();
    expect(() => box.open('plain')).toThrow('not a sealed secret');
  });
});
