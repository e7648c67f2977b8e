/** One statement of an identity-based policy. */
export interface IamStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** An identity-based policy, as `aws iam put-user-policy` takes it. */
export interface IamPolicyDocument {
  readonly Version?: string;
  readonly Statement: IamStatement | readonly IamStatement[];
}

const UNDERSTOOD = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/**
 * Refuses a policy with an element that is not evaluated here (Condition, NotAction, …): enforcing half
 * of a policy would prove nothing about it.
 */
export function checkPolicy(policy: IamPolicyDocument): void {
  for (const statement of list(policy.Statement)) {
    const unknown = Object.keys(statement).filter((element) => !UNDERSTOOD.has(element));
    if (unknown.length > 0)
      throw new TypeError(`the emulator does not evaluate ${unknown.join(', ')} in a policy`);
  }
}

/** An explicit Deny wins; without an Allow it is denied. */
export function isAllowed(policy: IamPolicyDocument, action: string, resource: string): boolean {
  const matching = list(policy.Statement).filter(
    (statement) =>
      // Action names are compared without case, resources with it.
      list(statement.Action).some((pattern) => wildcard(pattern.toLowerCase(), action.toLowerCase())) &&
      list(statement.Resource).some((pattern) => wildcard(pattern, resource)),
  );
  return (
    matching.some((statement) => statement.Effect === 'Allow') &&
    !matching.some((statement) => statement.Effect === 'Deny')
  );
}

function list<T>(value: T | readonly T[]): readonly T[] {
  // Array.isArray does not narrow a readonly array away from T.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function wildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
