import { ServiceError } from './service-error.js';

/**
 * Where a rule is known from: the vendor's documentation or API model, a public thread that quotes the
 * real service, the SDK itself; or believed and never confirmed.
 */
export type RuleSource = 'doc' | 'thread' | 'sdk' | 'unverified';

export interface Rule {
  readonly id: string;
  readonly area: string;
  readonly summary: string;
  readonly how: 'enforced' | 'switchable' | 'not emulated';
  readonly source: RuleSource;
  /** Page, thread or setting. */
  readonly reference?: string;
  /** What the service answers when the rule is broken. `{placeholders}` are filled in. */
  readonly refusal?: {
    readonly name: string;
    readonly message: string;
    /** Where the wording is known from; it may be less certain than the rule. */
    readonly wording: RuleSource;
    /** HTTP status. @default 400 */
    readonly status?: number;
    /** The inner code, in protocols whose errors have one. */
    readonly inner?: string;
  };
}

/** Throws the refusal of a rule with its placeholders filled in. */
export function refuse(rule: Rule, values: Readonly<Record<string, string | number>> = {}): never {
  const { refusal } = rule;
  if (refusal === undefined) throw new Error(`rule ${rule.id} refuses nothing`);
  const message = refusal.message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  );
  throw new ServiceError(refusal.name, message, refusal.status ?? 400, rule.id, refusal.inner);
}
