import { after, before, describe, it } from 'node:test';
import { type DoorOptions, defineConformanceIn } from './define-conformance.js';

/**
 * One test of node:test for each case: `node --test`.
 *
 * @example
 * import { defineConformance } from '@certctl/conformance/node-test';
 * defineConformance({ plugin, environment });
 */
export function defineConformance(options: DoorOptions): void {
  defineConformanceIn(
    {
      describe: (title, body) => void describe(title, { concurrency: false, timeout: Infinity }, body),
      it: (title, body) =>
        void it(title, { timeout: Infinity }, (context) => body({ skip: (reason) => context.skip(reason) })),
      before: (body) => before(body),
      after: (body) => after(body),
    },
    options,
  );
}
