/** What JSON.parse says about the wanted members, for specs to compare a scan with; undefined when it is no object. */
export function parsedMembers(
  text: string | Buffer,
  wanted: ReadonlySet<string>,
): Record<string, unknown> | undefined {
  try {
    // Through a Buffer, which replaces the lone surrogates that breaking a document can leave.
    const parsed: unknown = JSON.parse(
      Buffer.from(text)
        .toString()
        .replace(/^\ufeff/, ''),
    );
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return Object.fromEntries(Object.entries(parsed).filter(([key]) => wanted.has(key)));
  } catch {
    return undefined;
  }
}
