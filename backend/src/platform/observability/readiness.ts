import { Injectable } from '@nestjs/common';

/** Whether this process still wants traffic. Balancers see it through /health/ready before connections are refused. */
@Injectable()
export class Readiness {
  private draining = false;

  get isDraining(): boolean {
    return this.draining;
  }

  startDraining(): void {
    this.draining = true;
  }
}
