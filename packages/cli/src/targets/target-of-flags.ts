import type { JsonObject, JsonValue } from '@certctl/plugin-api';
import type { TargetFlags } from '../options/target-options.js';
import { usageError } from '../usage-error.js';
import type { ComposedFields } from './compose-target.js';

/** The flags that describe a target, with how each is written. */
const FLAGS = {
  type: '--type',
  id: '--id',
  name: '--name',
  region: '--region',
  certificateArn: '--certificate-arn',
  tag: '--tag',
  set: '--set',
  certificateId: '--certificate-id',
  allowSanRemoval: '--allow-san-removal',
  allowOlder: '--allow-older',
  allowSelfSigned: '--allow-self-signed',
  requireRollback: '--require-rollback',
} as const satisfies Partial<Record<keyof TargetFlags, string>>;

/** The flags of a target that were given, as they are written. */
export function targetFlagsGiven(flags: TargetFlags): readonly string[] {
  return Object.entries(FLAGS)
    .filter(([name]) => name in flags)
    .map(([, flag]) => flag);
}

/** Whether the command line says anything of a target. */
export function namesTarget(word: string | undefined, flags: TargetFlags): boolean {
  return word !== undefined || flags.targets !== undefined || targetFlagsGiven(flags).length > 0;
}

/** @throws CertctlError `usage` */
export function fieldsOfFlags(flags: TargetFlags): ComposedFields {
  if (flags.type === undefined) {
    throw usageError(
      '--type is missing',
      'Give the type of the target, such as --type aws-acm, or a file with -f.',
    );
  }
  if (flags.id === undefined && flags.name === undefined) {
    throw usageError('--id is missing', 'Give the target an id that never changes; it goes into the tags.');
  }
  const tags = Object.fromEntries((flags.tag ?? []).map((pair) => splitPair(pair, '--tag')));
  const config = setFields(
    {
      ...(flags.region === undefined ? {} : { region: flags.region }),
      ...(flags.certificateArn === undefined ? {} : { certificate_arn: flags.certificateArn }),
      ...(flags.tag === undefined ? {} : { tags }),
    },
    flags.set ?? [],
  );
  return {
    ...(flags.id === undefined ? {} : { id: flags.id }),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    type: flags.type,
    config,
    ...(flags.certificateId === undefined ? {} : { certificate_id: flags.certificateId }),
    ...(flags.allowSanRemoval ? { allow_san_removal: true } : {}),
    ...(flags.allowOlder ? { allow_older: true } : {}),
    ...(flags.allowSelfSigned ? { allow_self_signed: true } : {}),
    ...(flags.requireRollback ? { require_rollback: true } : {}),
  };
}

/** Fields with those of `--set a.b=value` among them. @throws CertctlError `usage` */
export function setFields(fields: JsonObject, pairs: readonly string[]): JsonObject {
  const config: Record<string, JsonValue> = { ...fields };
  for (const pair of pairs) {
    const [field, value] = splitPair(pair, '--set');
    setField(config, field.split('.'), value);
  }
  return config;
}

function splitPair(pair: string, flag: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw usageError(`${flag} ${JSON.stringify(pair)} is not name=value`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Sets `a.b.c`; `true` and `false` are meant as such, everything else as text. */
function setField(
  config: Record<string, JsonValue>,
  [field = '', ...rest]: readonly string[],
  value: string,
): void {
  if (rest.length === 0) {
    define(config, field, value === 'true' || value === 'false' ? value === 'true' : value);
    return;
  }
  const present = Object.hasOwn(config, field) ? config[field] : undefined;
  const inner: Record<string, JsonValue> = isObject(present) ? { ...present } : {};
  define(config, field, inner);
  setField(inner, rest, value);
}

/** An own property whatever its name, `__proto__` too, so that the schema sees and refuses it. */
function define(config: Record<string, JsonValue>, field: string, value: JsonValue): void {
  Object.defineProperty(config, field, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
