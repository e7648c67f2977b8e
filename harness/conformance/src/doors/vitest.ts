import { afterAll, beforeAll, describe, it } from 'vitest';
import { type DoorOptions, defineConformanceIn } from './define-conformance.js';

/**
 * One vitest test for each case.
 *
 * @example
 * import { defineConformance } from '@certctl/conformance/vitest';
 * import { fakeAcm } from '@certctl/conformance/environments';
 * defineConformance({ plugin: awsAcm, environment: fakeAcm() });
 */
export function defineConformance(options: DoorOptions): void {
  defineConformanceIn(
    {
      describe,
      it: (title, body, timeoutMs) => {
        it(title, { timeout: timeoutMs }, ({ skip }) => body({ skip: (reason) => skip(reason) }));
      },
      before: beforeAll,
      after: afterAll,
    },
    options,
  );
}
