import {
  MemoryAddressBook,
  MemoryAuditLog,
  MemoryDeploymentRecords,
  MemoryHolds,
  MemoryJournal,
  MemoryKeyKeeper,
  Metrics,
  type ServiceOverride,
  TOKENS,
} from '@certctl/engine';
import type { Clock, Logger } from '@certctl/plugin-api';

/** What one installation writes down, in reach of a case. A restarted engine goes on with it. */
export class Records {
  readonly audit = new MemoryAuditLog();
  readonly journal = new MemoryJournal();
  readonly keeper = new MemoryKeyKeeper();
  readonly addressBook = new MemoryAddressBook();
  readonly holds = new MemoryHolds();
  readonly deployments = new MemoryDeploymentRecords();
  readonly metrics = new Metrics();

  services(clock: Clock): readonly ServiceOverride[] {
    return [
      [TOKENS.clock, clock],
      [TOKENS.random, () => 0.5],
      [TOKENS.audit, this.audit],
      [TOKENS.journal, this.journal],
      [TOKENS.keeper, this.keeper],
      [TOKENS.addressBook, this.addressBook],
      [TOKENS.holds, this.holds],
      [TOKENS.deployments, this.deployments],
      [TOKENS.metrics, this.metrics],
    ];
  }

  /** What a counter shows for the series with these labels. */
  async counter(name: string, labels: Readonly<Record<string, string>>): Promise<number> {
    const metric = (await this.metrics.registry.getMetricsAsJSON()).find((each) => each.name === name);
    const series = (metric?.values ?? []).filter((value) =>
      Object.entries(labels).every(([label, wanted]) => String(value.labels[label]) === wanted),
    );
    return series.reduce((sum, { value }) => sum + value, 0);
  }
}

/** A logger that remembers everything that it is told. */
export class HearingLogger implements Logger {
  readonly said: {
    readonly message: string;
    readonly fields: Readonly<Record<string, unknown>> | undefined;
  }[] = [];

  readonly #hear = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
    this.said.push({ message, fields });
  };

  readonly debug = this.#hear;
  readonly info = this.#hear;
  readonly warn = this.#hear;
  readonly error = this.#hear;
}
