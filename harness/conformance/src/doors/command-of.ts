import { shellLine } from '@certctl/plugin-api';
import type { ConformOptions } from './conform.js';

/**
 * As somebody types it into a POSIX shell to run the same again, without the selection of cases. `--write-baseline` is
 * left out: what it wrote is read again, and comes to the same result.
 */
export function commandOf({
  source,
  env,
  beside = [],
  baseline,
  endpoint,
  allowRealAccount,
}: Omit<ConformOptions, 'only'>): string {
  const flags: readonly (readonly [flag: string, value: string | undefined])[] = [
    ['--env', env],
    ...beside.map((each) => ['--with', each] as const),
    ['--baseline', baseline],
    ['--endpoint', endpoint],
    ['--allow-real-account', allowRealAccount],
  ];
  const words = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  return shellLine('certctl', 'conformance', 'run', source, ...words);
}
