/** The hub's admin API, which remembers what it was asked to create. */
export class AdminApi {
  /** @type {string[]} */
  created = [];

  constructor(/** @type {string} */ hub, /** @type {string} */ token) {
    this.hub = hub;
    this.headers = { authorization: `Bearer ${token}` };
  }

  async call(
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object | undefined} */ body,
  ) {
    const response = await fetch(`${this.hub}/api/v1${path}`, {
      method,
      headers: body ? { ...this.headers, 'content-type': 'application/json' } : this.headers,
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  async create(/** @type {string} */ path, /** @type {object} */ body) {
    const made = await this.call('POST', path, body);
    this.created.push(path.endsWith('/keys') ? `/keys/${made.id}` : `${path}/${made.id}`);
    return made;
  }

  /** Removes what was created, last things first. */
  async cleanUp() {
    for (const path of this.created.reverse()) {
      await this.call('DELETE', path, undefined).catch((error) =>
        console.log(`left behind: ${path} (${error.message})`),
      );
    }
  }
}
