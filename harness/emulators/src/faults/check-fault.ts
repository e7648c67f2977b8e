/**
 * Whether a fault that came as JSON names its operation and is of one of the kinds.
 * @throws TypeError that names what is wrong
 */
export function checkFault(value: unknown, kinds: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new TypeError('a fault is a JSON object');
  if (!('operation' in value) || typeof value.operation !== 'string')
    throw new TypeError('a fault names its operation, or *');
  if (!('kind' in value) || typeof value.kind !== 'string' || !kinds.includes(value.kind))
    throw new TypeError(`the kind of a fault is one of ${kinds.join(', ')}`);
}
