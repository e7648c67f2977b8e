import { z } from 'zod';

/** Fields of a target, whatever its type: those of the API's body, and the settings of the plan. */
export const targetSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string(),
  /** Which agent deploys to it; means nothing to a command that deploys by itself. */
  agent_id: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  certificate_id: z.string().optional(),
  allow_san_removal: z.boolean().optional(),
  allow_older: z.boolean().optional(),
  allow_self_signed: z.boolean().optional(),
  allowed_issuers: z.array(z.string()).optional(),
  require_rollback: z.boolean().optional(),
});

export type TargetFields = z.output<typeof targetSchema>;

export const targetListSchema = z.strictObject({ targets: z.array(targetSchema).min(1) });
