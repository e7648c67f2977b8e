import type { StringConstraint } from './members.js';
import type { XmlValue } from './query-protocol.js';
import { ServiceError } from './service-error.js';

/**
 * The members of one input structure of the AWS Query protocol: `Certificates.member.1.CertificateArn=…`.
 * A violated constraint of the API model is a ValidationError that names the member by its path.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export class QueryMembers {
  constructor(
    private readonly parameters: URLSearchParams,
    private readonly rule: string,
    private readonly path = '',
  ) {}

  has(name: string): boolean {
    const whole = this.path + name;
    return [...this.parameters.keys()].some((key) => key === whole || key.startsWith(`${whole}.`));
  }

  required(name: string): void {
    if (!this.has(name)) throw this.violation(null, name, 'Member must not be null');
  }

  string(name: string, { min, max, pattern, values }: StringConstraint = {}): string | undefined {
    const value = this.parameters.get(this.path + name) ?? undefined;
    if (value === undefined) return undefined;
    const refuse = (constraint: string): never => {
      throw this.violation(value, name, constraint);
    };
    if (min !== undefined && value.length < min)
      refuse(`Member must have length greater than or equal to ${min}`);
    if (max !== undefined && value.length > max)
      refuse(`Member must have length less than or equal to ${max}`);
    if (pattern !== undefined && !pattern.test(value))
      refuse(`Member must satisfy regular expression pattern: ${pattern.source}`);
    if (values !== undefined && !values.includes(value))
      refuse(`Member must satisfy enum value set: [${values.join(', ')}]`);
    return value;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const text = this.string(name, { pattern: /^-?\d+$/ });
    if (text === undefined) return undefined;
    const value = Number(text);
    if (value < min)
      throw this.violation(text, name, `Member must have value greater than or equal to ${min}`);
    if (value > max) throw this.violation(text, name, `Member must have value less than or equal to ${max}`);
    return value;
  }

  /** undefined: the list is absent; an empty one is sent as `Name=`. */
  strings(name: string): string[] | undefined {
    return this.items(name)?.map((item) => this.parameters.get(item) ?? '');
  }

  structures(name: string): QueryMembers[] | undefined {
    return this.items(name)?.map((item) => new QueryMembers(this.parameters, this.rule, `${item}.`));
  }

  /** All of a member as it came, for what is kept and never looked into. */
  whole(name: string): XmlValue {
    return treeAt(this.parameters, this.path + name);
  }

  /** The keys `Name.member.N` in the order of N. */
  private items(name: string): string[] | undefined {
    if (!this.has(name)) return undefined;
    return memberKeys(this.parameters, this.path + name);
  }

  private violation(value: string | null, name: string, constraint: string): ServiceError {
    const quoted = value === null ? 'null' : `'${value}'`;
    const whole = this.path + name;
    const at = whole.charAt(0).toLowerCase() + whole.slice(1);
    return new ServiceError(
      'ValidationError',
      `1 validation error detected: Value ${quoted} at '${at}' failed to satisfy constraint: ${constraint}`,
      400,
      this.rule,
    );
  }
}

function memberKeys(parameters: URLSearchParams, list: string): string[] {
  return childrenOf(parameters, `${list}.member`)
    .filter((child) => /^\d+$/.test(child))
    .sort((one, other) => Number(one) - Number(other))
    .map((index) => `${list}.member.${index}`);
}

function childrenOf(parameters: URLSearchParams, parent: string): string[] {
  const names = [...parameters.keys()]
    .filter((key) => key.startsWith(`${parent}.`))
    .map((key) => key.slice(parent.length + 1).split('.')[0] ?? '');
  return [...new Set(names)];
}

function treeAt(parameters: URLSearchParams, at: string): XmlValue {
  const children = childrenOf(parameters, at);
  if (children.length === 0) return parameters.get(at) ?? '';
  if (children.includes('member')) return memberKeys(parameters, at).map((item) => treeAt(parameters, item));
  return Object.fromEntries(children.map((child) => [child, treeAt(parameters, `${at}.${child}`)]));
}
