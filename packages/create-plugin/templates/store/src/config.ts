import { z } from 'zod';
import { connectionFields } from './connection.js';

/** Configuration of a target. Names are in snake_case, and a field that is not known is refused. */
export const acmeCloudConfig = z.strictObject({
  ...connectionFields,
  // Yours: what names a certificate. Allow one spelling: two targets that mean one certificate must be seen to.
  name: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be lower-case letters, digits and hyphens, 63 at most',
    )
    .describe('Name of the certificate at Acme Cloud. It need not exist.'),
  tags: z.record(z.string(), z.string()).describe('Labels that the certificate shall carry.').optional(),
});

export type AcmeCloudConfig = z.output<typeof acmeCloudConfig>;
