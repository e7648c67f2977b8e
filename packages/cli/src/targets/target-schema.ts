import { KEEP_MODES } from '@certctl/engine';
import { z } from 'zod';

const labels = z.record(z.string().regex(/^[\w./-]{1,63}$/, 'is not a label'), z.string());

/** What the plan holds a target to; may be set for all of them under `defaults`. */
const settings = {
  allow_san_removal: z.boolean().optional(),
  allow_older: z.boolean().optional(),
  allow_self_signed: z.boolean().optional(),
  allowed_issuers: z.array(z.string()).optional(),
  require_rollback: z.boolean().optional(),
  keep: z.enum(KEEP_MODES).optional(),
};

/** A consumer that is pointed at the certificate of a target. */
const bindingSchema = z.strictObject({
  /** May be left out where a connection names it. */
  type: z.string().optional(),
  connection: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** Fields of a target, whatever its type: those of the API's body, and the settings of the plan. */
export const targetSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  /** May be left out where a connection names it. */
  type: z.string().optional(),
  /** Name of one of `connections`. */
  connection: z.string().optional(),
  /** Which agent deploys to it; means nothing to a command that deploys by itself. */
  agent_id: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  /** Names one of `certificates`, and goes into the tags. */
  certificate_id: z.string().optional(),
  labels: labels.optional(),
  /** Consumers, in the order in which they are pointed at the certificate. */
  bindings: z.array(bindingSchema).optional(),
  ...settings,
});

export type TargetFields = z.output<typeof targetSchema>;

/** Account, role, tenant, region: what many targets share. */
const connectionSchema = z.strictObject({ type: z.string(), config: z.record(z.string(), z.unknown()) });

/** Files of one certificate across its renewals; paths are relative to the file of targets. */
const certificateSchema = z.strictObject({
  cert: z.string(),
  chain: z.string().optional(),
  key: z.string(),
  passphrase_file: z.string().optional(),
  /** Key and chain of what is held now, where they are not kept here. */
  previous_key: z.string().optional(),
  previous_passphrase_file: z.string().optional(),
  previous_chain: z.string().optional(),
});

export type CertificateFiles = z.output<typeof certificateSchema>;

const defaultsSchema = z.strictObject({
  labels: labels.optional(),
  /** Tags of every target whose store has tags. */
  tags: z.record(z.string(), z.string()).optional(),
  ...settings,
});

export const targetListSchema = z.strictObject({
  defaults: defaultsSchema.optional(),
  connections: z.record(z.string(), connectionSchema).optional(),
  certificates: z.record(z.string(), certificateSchema).optional(),
  targets: z.array(targetSchema).min(1),
});

export type TargetList = z.output<typeof targetListSchema>;
