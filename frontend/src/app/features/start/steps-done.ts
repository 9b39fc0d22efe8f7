export interface StartFacts {
  readonly hasProvider: boolean;
  readonly hasKey: boolean;
  /** Any request with a known key, refused ones included: the client knows the address and the key. */
  readonly hasRequest: boolean;
  readonly hasAnswer: boolean;
}

export interface StartStep {
  readonly name: 'provider' | 'key' | 'client' | 'request';
  readonly isDone: boolean;
  /** The first step that is not done. */
  readonly isNext: boolean;
}

export function stepsDone(facts: StartFacts): readonly StartStep[] {
  const steps = [
    { name: 'provider', isDone: facts.hasProvider },
    { name: 'key', isDone: facts.hasKey },
    { name: 'client', isDone: facts.hasRequest },
    { name: 'request', isDone: facts.hasAnswer },
  ] as const;
  const next = steps.findIndex((step) => !step.isDone);
  return steps.map((step, index) => ({ ...step, isNext: index === next }));
}
