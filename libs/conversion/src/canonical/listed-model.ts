/** A model as the hub lists it to clients. */
export interface ListedModel {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
