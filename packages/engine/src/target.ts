import { CertctlError, type JsonObject, RESERVED_TAG_PREFIX } from '@certctl/plugin-api';

/**
 * Whose affair the keys of a target are. `sealed`: they are kept here. `caller`: none is kept, and whoever
 * deploys gives the previous one. `off`: none is kept, and none is asked for.
 */
export type KeepMode = (typeof KEEP_MODES)[number];

export const KEEP_MODES = ['sealed', 'caller', 'off'] as const;

/** A consumer that is pointed at the certificate of a target. */
export interface TargetBinding {
  /** Type of a loaded binding plugin (`AWSELBV2`), or its alias (`aws-elbv2`). */
  readonly type: string;
  /** Fields of the plugin. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** One place that a certificate is deployed to, as the targets file and the API spell it. */
export interface Target {
  /** Unique within an installation; part of the provenance tags. 1 to 128 of `A-Z a-z 0-9 . _ : -`. */
  readonly id: string;
  readonly name?: string;
  /** Type of a loaded plugin (`AWSACM`), or its alias (`aws-acm`). */
  readonly type: string;
  /** Fields of the plugin. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Consumers that are pointed at the certificate, in this order. */
  readonly bindings?: readonly TargetBinding[];
  /** The certificate that belongs here, across its renewals. The target's id when left out. */
  readonly certificate_id?: string;
  /** Allows a renewal that no longer covers a name which is served now. */
  readonly allow_san_removal?: boolean;
  /** Allows an earlier notBefore or notAfter than what is served. */
  readonly allow_older?: boolean;
  readonly allow_self_signed?: boolean;
  /** Distinguished names of the issuers that a leaf may have; any, when left out. */
  readonly allowed_issuers?: readonly string[];
  /** Refuses a deploy whose rollback would be impossible. */
  readonly require_rollback?: boolean;
  /** `sealed` when left out. */
  readonly keep?: KeepMode;
}

const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * Checks what every target has, whatever its type.
 * @throws CertctlError `target_invalid`, `tag_reserved`
 */
export function checkTarget(target: Target): void {
  const name = target.name ?? target.id;
  if (typeof target.id !== 'string' || !ID.test(target.id)) {
    throw new CertctlError('target_invalid', `id ${JSON.stringify(target.id)} is not a target id`, {
      remedy: 'Use 1 to 128 letters, digits, dots, underscores, colons and hyphens.',
    });
  }
  if (typeof target.config !== 'object' || target.config === null || Array.isArray(target.config)) {
    throw new CertctlError('target_invalid', `config of target ${name} is not an object`, { target: name });
  }
  if (target.keep !== undefined && !KEEP_MODES.includes(target.keep)) {
    throw new CertctlError('target_invalid', `keep of target ${name} is ${JSON.stringify(target.keep)}`, {
      target: name,
      remedy: `Use one of ${KEEP_MODES.join(', ')}.`,
    });
  }
  for (const [index, binding] of bindingsOf(target, name).entries()) {
    const { type, config } = binding ?? {};
    if (typeof type !== 'string' || typeof config !== 'object' || config === null) {
      throw new CertctlError(
        'target_invalid',
        `bindings.${index} of target ${name} needs a type and a config`,
        {
          target: name,
        },
      );
    }
  }
  const tags = target.config.tags;
  if (typeof tags === 'object' && tags !== null) {
    for (const key of Object.keys(tags)) {
      if (key.toLowerCase().startsWith(RESERVED_TAG_PREFIX)) {
        throw new CertctlError('tag_reserved', `tag ${key} of target ${name} is reserved`, { target: name });
      }
    }
  }
}

function bindingsOf({ bindings = [] }: Target, name: string): readonly TargetBinding[] {
  if (Array.isArray(bindings)) return bindings;
  throw new CertctlError('target_invalid', `bindings of target ${name} is not a list`, { target: name });
}

/** Whether keys of the target are kept here. */
export function keepsKeys({ keep = 'sealed' }: Pick<Target, 'keep'>): boolean {
  return keep === 'sealed';
}

/** The operator's tags, by the convention that every plugin's configuration names them `tags`. */
export function operatorTags(config: unknown): Record<string, string> {
  // A validated configuration is JSON, whatever its plugin calls the type.
  const tags = (config as JsonObject | undefined)?.tags;
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
