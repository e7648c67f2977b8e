import { CertctlError, type StorePlugin } from '@certctl/plugin-api';
import type { Target } from '../target.js';

/**
 * The configuration of a target as its plugin understands it, with defaults filled in.
 * @throws CertctlError `target_invalid`, naming every field that is wrong
 */
export async function validateConfig(plugin: StorePlugin, target: Target): Promise<unknown> {
  const result = await plugin.config['~standard'].validate(target.config);
  if (!result.issues) return result.value;
  const name = target.name ?? target.id;
  const problems = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    return `${['config', ...path].join('.')}: ${issue.message}`;
  });
  throw new CertctlError('target_invalid', `target ${name}: ${problems.join('; ')}`, { target: name });
}
