/** Every key the hub issues starts with this. */
export const CLIENT_KEY_PREFIX = 'cch_';
