import { z } from 'zod';
import { connectionFields } from './connection.js';

/** Configuration of a binding. Names are in snake_case, and a field that is not known is refused. */
export const acmeCloudConfig = z.strictObject({
  ...connectionFields,
  // Yours: what names a consumer. Allow one spelling: two targets that mean one consumer must be seen to.
  gateway: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be lower-case letters, digits and hyphens, 63 at most',
    )
    .describe('Name of the gateway. It must exist.'),
});

export type AcmeCloudConfig = z.output<typeof acmeCloudConfig>;
