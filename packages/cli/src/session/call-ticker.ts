import { type CallRecord, Metrics } from '@certctl/engine';
import type { Output } from '../io.js';

const CLEAR_LINE = '\r\u001b[K';

/** Counters that also show the latest request on one line of a terminal, which the report then replaces. */
export class CallTicker extends Metrics {
  readonly #output: Output;
  #shown = false;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  override called(targetType: string, record: CallRecord): void {
    super.called(targetType, record);
    const line = `${record.step}: ${record.operation} ${record.result} ${record.endedAt - record.startedAt} ms`;
    this.#output.write(`${CLEAR_LINE}${line.slice(0, (this.#output.columns ?? 80) - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#output.write(CLEAR_LINE);
    this.#shown = false;
  }
}
