const MASK = '****';
// Whatever is shorter protects nothing, and a text full of masks tells nobody anything.
const SHORTEST = 4;

/** The text with every one of the secrets, however it may be written, as ****. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellingsOf);
  return [...new Set(spellings)]
    .toSorted((a, b) => b.length - a.length) // a secret may be a part of another
    .reduce((shown, spelling) => shown.replaceAll(spelling, MASK), text);
}

function spellingsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}
