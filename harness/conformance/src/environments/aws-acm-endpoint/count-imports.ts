import type { Plugin } from '@certctl/plugin-api';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { ConformanceCase } from '../../kernel/conformance-case.js';
import { runConformance } from '../../kernel/run-conformance.js';
import { fakeAcm } from '../fake-acm/fake-acm-environment.js';

/**
 * How many imports the cases make with this plugin, counted on the double first: those of the plugin, and those of
 * the cases themselves. ACM counts them over 365 days, deleted ones too.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 */
export async function countImports(plugin: Plugin, cases: readonly ConformanceCase[]): Promise<number> {
  let imports = 0;
  const double = fakeAcm();
  const counting = defineEnvironment({
    ...double,
    start: async (options) => {
      const stage = await double.start(options);
      const { seed, overwrite } = stage;
      return {
        ...stage,
        seed: (what) => {
          imports += 1;
          return seed(what);
        },
        ...(overwrite
          ? {
              overwrite: (...what) => {
                imports += 1;
                return overwrite(...what);
              },
            }
          : {}),
      };
    },
  });
  const { results } = await runConformance({ plugin, environment: counting, cases });
  return results.reduce((sum, { calls }) => sum + (calls['acm:ImportCertificate'] ?? 0), imports);
}
