import { Service, signal } from '@angular/core';

/** The time, as a signal that moves every ten seconds: relative times all change in the same moment. */
@Service()
export class Clock {
  private readonly time = signal(Date.now());

  readonly now = this.time.asReadonly();

  constructor() {
    setInterval(() => this.time.set(Date.now()), 10_000);
  }
}
