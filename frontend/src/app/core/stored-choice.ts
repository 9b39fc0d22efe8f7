const PREFIX = 'cch.';

/** Reads a remembered choice; a browser that closes its storage to us simply remembers nothing. */
export function readChoice(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Remembers a choice on this device; see `readChoice`. */
export function storeChoice(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows and blocked storage: the choice then holds until the page is closed.
  }
}
