/** The hub cannot start as it is set up. The message is written for the operator and needs no stack trace. */
export class StartRefused extends Error {}
