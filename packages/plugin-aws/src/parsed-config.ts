import { CertctlError } from '@certctl/plugin-api';
import type { z } from 'zod';

/**
 * A configuration as a person gave it, for a policy that is printed.
 * @throws CertctlError `target_invalid` for one that is not valid
 */
export function parsedConfig<Schema extends z.ZodType>(
  schema: Schema,
  config: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new CertctlError(
    'target_invalid',
    `The configuration is not valid: ${field === '' ? '' : `${field}: `}${issue?.message}.`,
  );
}
