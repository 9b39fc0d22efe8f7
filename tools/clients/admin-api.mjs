/** What the hub needs to know before it can serve somebody, through its own admin API. */
export class AdminApi {
  #url;
  #token;

  constructor(/** @type {string} */ hubUrl, /** @type {string} */ adminToken) {
    this.#url = `${hubUrl}/api/v1`;
    this.#token = adminToken;
  }

  /** @param {{ name: string, type: string, url: string, key: string, [field: string]: unknown }} draft */
  async createProvider(draft) {
    await this.#post('/providers', draft);
  }

  async createProviderGroup(/** @type {string} */ name) {
    await this.#post('/provider-groups', { name });
  }

  /**
   * Creates a user with one key and returns the key.
   * @param {string} userName
   * @param {readonly string[]} [providerGroups] the default group when left out
   */
  async createKey(userName, providerGroups = []) {
    const user = await this.#post('/users', { name: userName, providerGroups });
    const { key } = await this.#post(`/users/${user.id}/keys`, { name: 'first' });
    return /** @type {string} */ (key);
  }

  /**
   * The same, with limits of the user and of the key.
   * @param {string} userName
   * @param {readonly string[]} providerGroups
   * @param {object} [limits]
   * @returns {Promise<{ id: number, key: string }>}
   */
  async createLimitedKey(userName, providerGroups, limits = {}) {
    const user = await this.#post('/users', { name: userName, providerGroups, ...limits });
    return this.#post(`/users/${user.id}/keys`, { name: 'first', ...limits });
  }

  /** @returns {Promise<{ items: { id: string, statusCode: number }[], nextCursor: string | null }>} */
  usageLogs(/** @type {string} */ query) {
    return this.#call('GET', `/usage-logs?${query}`);
  }

  #post(/** @type {string} */ path, /** @type {object} */ body) {
    return this.#call('POST', path, body);
  }

  /** @returns {Promise<any>} */
  async #call(
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object} */ body = undefined,
  ) {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const answer = await fetch(this.#url + path, { method, headers, body: body && JSON.stringify(body) });
    if (answer.ok) return answer.json();
    throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  }
}
