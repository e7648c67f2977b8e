import { afterAll, beforeAll, describe, it } from 'vitest';
import { type DoorOptions, defineConformanceIn } from './define-conformance.js';

/** As vitest takes it. */
const NO_LIMIT = 0;

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
      // One after the other, whatever the project has set for its own tests: they share a service.
      describe: (title, body) => void describe(title, { concurrent: false, shuffle: false }, body),
      it: (title, body) => {
        it(title, { timeout: NO_LIMIT }, ({ skip }) => body({ skip: (reason) => skip(reason) }));
      },
      before: (body) => beforeAll(body, NO_LIMIT),
      after: (body) => afterAll(body, NO_LIMIT),
    },
    options,
  );
}
