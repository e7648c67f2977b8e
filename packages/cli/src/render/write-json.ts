import { isCertctlError } from '@certctl/plugin-api';
import type { Output } from '../io.js';

/** Fields that hold epoch milliseconds inside and ISO 8601 in every document. */
const TIMES: readonly string[] = [
  'at',
  'startedAt',
  'endedAt',
  'plannedAt',
  'notBefore',
  'notAfter',
  'importedAt',
  'since',
  'backupAt',
];

/** Writes one JSON document: times in ISO 8601, errors as code, message and remedy, and no bytes. */
export function writeJson(output: Output, document: unknown): void {
  output.write(`${JSON.stringify(document, presented, 2)}\n`);
}

function presented(key: string, value: unknown): unknown {
  if (typeof value === 'number' && TIMES.includes(key)) return new Date(value).toISOString();
  if (value instanceof Uint8Array) return undefined;
  if (isCertctlError(value)) return value.toJSON();
  return value;
}
