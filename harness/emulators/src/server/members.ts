import { ServiceError } from './service-error.js';

export interface StringConstraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly values?: readonly string[];
}

/**
 * The members of one JSON input structure, read as AWS's services read theirs: a member of another type
 * is a SerializationException, a violated constraint of the API model a ValidationException that names
 * the member by its path. Members that the model does not know are ignored, as the services do.
 */
export class Members {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static fromJson(body: Uint8Array): Members {
    let parsed: unknown;
    try {
      parsed = body.length === 0 ? {} : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      throw new ServiceError('SerializationException', 'The request body is not valid JSON.');
    }
    return Members.of(parsed, '');
  }

  private static of(value: unknown, path: string): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw notOfType('Structure', path);
    // A non-null object that is not an array has string keys; its values are checked where they are read.
    return new Members(value as Record<string, unknown>, path);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  /** Names of the members that are present: how a union says which of its members is meant. */
  present(): string[] {
    return Object.keys(this.values).filter((name) => this.has(name) && name !== '__type');
  }

  required(name: string): void {
    if (!this.has(name)) throw violation(null, this.at(name), 'Member must not be null');
  }

  string(name: string, constraint: StringConstraint = {}): string | undefined {
    if (!this.has(name)) return undefined;
    return checkedString(this.values[name], this.at(name), constraint);
  }

  strings(name: string, constraint: StringConstraint = {}): string[] | undefined {
    return this.list(name)?.map((value, index) =>
      checkedString(value, `${this.at(name)}.${index + 1}.member`, constraint),
    );
  }

  integer(name: string, min: number, max: number): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw notOfType('Integer', this.at(name));
    if (value < min)
      throw violation(value, this.at(name), `Member must have value greater than or equal to ${min}`);
    if (value > max)
      throw violation(value, this.at(name), `Member must have value less than or equal to ${max}`);
    return value;
  }

  boolean(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'boolean') throw notOfType('Boolean', this.at(name));
    return value;
  }

  /** Epoch seconds on the wire, epoch milliseconds returned. */
  timestamp(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'number') throw notOfType('Timestamp', this.at(name));
    return value * 1000;
  }

  /** Base64 on the wire. The constraint counts bytes; the value of a blob is never quoted in the message. */
  blob(name: string, constraint: { readonly min: number; readonly max: number }): Uint8Array | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0)
      throw notOfType('Blob (base64)', this.at(name));
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length < constraint.min)
      throw hidden(this.at(name), `Member must have length greater than or equal to ${constraint.min}`);
    if (bytes.length > constraint.max)
      throw hidden(this.at(name), `Member must have length less than or equal to ${constraint.max}`);
    return bytes;
  }

  structure(name: string): Members | undefined {
    return this.has(name) ? Members.of(this.values[name], this.at(name)) : undefined;
  }

  structures(
    name: string,
    length: { readonly min?: number; readonly max?: number } = {},
  ): Members[] | undefined {
    const list = this.list(name);
    if (list === undefined) return undefined;
    if (list.length < (length.min ?? 0))
      throw violation('[]', this.at(name), `Member must have length greater than or equal to ${length.min}`);
    if (length.max !== undefined && list.length > length.max)
      throw hidden(this.at(name), `Member must have length less than or equal to ${length.max}`);
    return list.map((value, index) => Members.of(value, `${this.at(name)}.${index + 1}.member`));
  }

  private list(name: string): unknown[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (!Array.isArray(value)) throw notOfType('List', this.at(name));
    return value;
  }

  private at(name: string): string {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    return this.path === '' ? member : `${this.path}.${member}`;
  }
}

function checkedString(value: unknown, path: string, constraint: StringConstraint): string {
  if (typeof value !== 'string') throw notOfType('String', path);
  const { min, max, pattern, values } = constraint;
  if (min !== undefined && value.length < min)
    throw violation(value, path, `Member must have length greater than or equal to ${min}`);
  if (max !== undefined && value.length > max)
    throw violation(value, path, `Member must have length less than or equal to ${max}`);
  if (pattern !== undefined && !pattern.test(value))
    throw violation(value, path, `Member must satisfy regular expression pattern: ${pattern.source}`);
  if (values !== undefined && !values.includes(value))
    throw violation(value, path, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return value;
}

function violation(value: unknown, path: string, constraint: string): ServiceError {
  const quoted = value === null ? 'Value null' : `Value '${String(value)}'`;
  return constraintViolation(quoted, path, constraint);
}

function hidden(path: string, constraint: string): ServiceError {
  return constraintViolation('Value', path, constraint);
}

function constraintViolation(value: string, path: string, constraint: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `1 validation error detected: ${value} at '${path}' failed to satisfy constraint: ${constraint}`,
    400,
    'protocol/model-constraints',
  );
}

function notOfType(type: string, path: string): ServiceError {
  return new ServiceError(
    'SerializationException',
    `Expected ${type} at '${path === '' ? '/' : path}'.`,
    400,
    'protocol/serialization',
  );
}
