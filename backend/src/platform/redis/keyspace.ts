/**
 * Every Redis key of the hub. Keys that one script touches share a hash tag, so that a Redis Cluster stays possible.
 * BullMQ keeps its own keys below `cch:queue`.
 */
export const KEYS = {
  /** Stream of settled requests on their way to PostgreSQL. */
  ledgerStream: 'cch:{ledger}:stream',
  /** Entries that PostgreSQL refuses, kept for a person to look at. */
  ledgerRefused: 'cch:{ledger}:refused',
  /** Requests that one gateway process has accepted and not yet settled. */
  openRequests: (instance: string) => `cch:{ledger}:open:${instance}`,
  /** Set of gateway processes that have, or had, open requests. */
  openInstances: 'cch:{ledger}:instances',
  /** Present while the gateway process lives. */
  heartbeat: (instance: string) => `cch:{ledger}:alive:${instance}`,
  /** What requests of one gateway process have reserved of limits, by the reservation's id. */
  reservations: (instance: string) => `cch:{ledger}:held:${instance}`,
  /** Spend counters of one subject: `k12`, `u7` or `p3`. The scripts make this and related keys themselves. */
  spend: (subject: string) => `cch:{ledger}:spend:${subject}`,
  /** Requests settled while the counters of a subject are loaded. */
  spendPending: (subject: string) => `cch:{ledger}:spend:${subject}:pending`,
  /** Sorted set of the sessions of a subject, by the time of their last use. */
  activeSessions: (subject: string) => `cch:{ledger}:sessions:${subject}`,
  /** Sorted set of the requests of a subject in the last 60 seconds. */
  recentRequests: (subject: string) => `cch:{ledger}:rpm:${subject}`,
  /** Hash of the circuit breakers' states, by provider id. */
  circuits: 'cch:circuits',
  /** Hash of one conversation of a key: which provider serves it, by format and model. */
  session: (keyId: number, digest: string) => `cch:session:${keyId}:${digest}`,
  /** The session that a stored response of a provider belongs to. */
  sessionOfResponse: (keyId: number, digest: string) => `cch:response:${keyId}:${digest}`,
  /** Fixed-window counters of the admin API's throttler. */
  throttle: (name: string, subject: string) => `cch:throttle:${name}:${subject}`,
  queuePrefix: 'cch:queue',
} as const;

/** Pub/sub channel that says: the configuration in PostgreSQL has changed. */
export const CONFIG_CHANGED = 'cch:config-changed';

/** Pub/sub channel that says: the state of some circuit breaker has changed. */
export const CIRCUITS_CHANGED = 'cch:circuits-changed';
