import { DeployerProcess } from './deployer-process.js';
import type { Installation } from './orders.js';

/** Processes that are loaded already, so that a restart costs what it costs to open the records. */
export class DeployerPool {
  readonly #program: string;
  readonly #idle: DeployerProcess[] = [];
  readonly #taken = new Set<DeployerProcess>();

  constructor(program: string, idle: number) {
    this.#program = program;
    for (let number = 0; number < idle; number += 1) this.#idle.push(new DeployerProcess(program));
  }

  /** A new process on the records of an installation. */
  async start(installation: Installation, aheadMs = 0): Promise<DeployerProcess> {
    const next = this.#idle.shift() ?? new DeployerProcess(this.#program);
    this.#idle.push(new DeployerProcess(this.#program));
    this.#taken.add(next);
    await next.open(installation, aheadMs);
    return next;
  }

  async end(deployer: DeployerProcess): Promise<void> {
    this.#taken.delete(deployer);
    await deployer.kill();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#taken].map((deployer) => deployer.kill()));
  }
}
