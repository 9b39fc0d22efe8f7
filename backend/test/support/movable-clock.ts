import type { Clock } from '../../src/platform/clock';

/** The wall clock, moved by as much as a test wants. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
