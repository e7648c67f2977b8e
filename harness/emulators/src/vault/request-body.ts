import { refuse } from '../server/rule.js';
import { protocolRules } from './rules/protocol-rules.js';

/** The members of a JSON object as Key Vault reads them: one of another type is a BadParameter that names it. */
export class RequestBody {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static read(body: Uint8Array): RequestBody {
    let parsed: unknown;
    try {
      parsed = body.length === 0 ? {} : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      refuse(protocolRules.body);
    }
    if (!isObject(parsed)) refuse(protocolRules.body);
    return new RequestBody(parsed, '');
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  names(): string[] {
    return Object.keys(this.values).filter((name) => this.has(name));
  }

  string(name: string, among?: readonly string[]): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'string' || (among !== undefined && !among.includes(value))) this.invalid(name);
    return value;
  }

  boolean(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'boolean') this.invalid(name);
    return value;
  }

  integer(name: string, min = 0, max = Number.MAX_SAFE_INTEGER): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      this.invalid(name);
    return value;
  }

  object(name: string): RequestBody | undefined {
    if (!this.has(name)) return undefined;
    const value = this.values[name];
    if (!isObject(value)) this.invalid(name);
    return new RequestBody(value, this.at(name));
  }

  objects(name: string): RequestBody[] | undefined {
    if (!this.has(name)) return undefined;
    const list = this.values[name];
    if (!Array.isArray(list)) this.invalid(name);
    return list.map((value: unknown) =>
      isObject(value) ? new RequestBody(value, this.at(name)) : this.invalid(name),
    );
  }

  invalid(name: string): never {
    refuse(protocolRules.property, { property: this.at(name) });
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
