import { shellLine } from '@certctl/plugin-api';
import type { SessionFlags } from '../options/session-options.js';
import type { TargetFlags } from '../options/target-options.js';

/** Flags that another command about the same target needs again. */
export type AgainFlags = Pick<TargetFlags, 'targets'> &
  Pick<SessionFlags, 'data' | 'allowEndpoints' | 'instance'>;

/** The command that explains a deployment, as it can be pasted. */
export function explainLine(id: string, flags: AgainFlags): string {
  return `certctl explain ${id}${again(flags)}`;
}

/** The flags that say again which target, and where its records are. */
export function again({ targets, data, allowEndpoints, instance }: AgainFlags): string {
  const words = [
    ...(targets === undefined || targets === '-' ? [] : ['-f', targets]),
    ...(data === undefined ? [] : ['--data', data]),
    ...(instance === undefined ? [] : ['--instance', instance]),
    ...(allowEndpoints === true ? ['--allow-endpoints'] : []),
  ];
  return words.map((word) => ` ${shellLine(word)}`).join('');
}
