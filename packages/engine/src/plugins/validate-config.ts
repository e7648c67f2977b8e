import { CertctlError, type Plugin } from '@certctl/plugin-api';
import type { Target } from '../target.js';

/**
 * The configuration of a target, or of one of its bindings, as its plugin understands it, with defaults filled in.
 * @throws CertctlError `target_invalid`, naming every field that is wrong
 */
export async function validateConfig(
  plugin: Pick<Plugin, 'config'>,
  target: { readonly id?: string; readonly name?: string; readonly config: Target['config'] },
  at = 'config',
): Promise<unknown> {
  const result = await plugin.config['~standard'].validate(target.config);
  if (!result.issues) return result.value;
  const name = target.name ?? target.id ?? '';
  const problems = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    return `${[at, ...path].join('.')}: ${issue.message}`;
  });
  throw new CertctlError('target_invalid', `target ${name}: ${problems.join('; ')}`, { target: name });
}
