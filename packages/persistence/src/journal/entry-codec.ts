import type { JournalEntry } from '@certctl/engine';
import { CertctlError } from '@certctl/plugin-api';

const VERSION = 1;
const BYTES = '$bytes';

/**
 * An entry as text, and back. It knows no field by name, so what a later version adds to an entry survives
 * here. Bytes become `{"$bytes": base64}`; a name that begins with `$` of its own is given another one.
 */
export function encodeEntry(entry: JournalEntry): string {
  return JSON.stringify({ version: VERSION, entry: packed(entry) });
}

/** @throws `store_newer` for an entry of a later format, `store_corrupt` for what is none. */
export function decodeEntry(text: string, id: string): JournalEntry {
  const envelope = parsed(text, id);
  const version = envelope.version;
  if (typeof version === 'number' && version > VERSION) {
    throw new CertctlError(
      'store_newer',
      `the journal entry ${id} is of format ${version}, which is not known here`,
    );
  }
  if (version !== VERSION || !isRecord(envelope.entry)) throw unreadable(id);
  // What encodeEntry wrote was a JournalEntry, and the unpacking is its inverse.
  return unpacked(envelope.entry) as JournalEntry;
}

function parsed(text: string, id: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(id, cause);
  }
  if (!isRecord(value)) throw unreadable(id);
  return value;
}

function unreadable(id: string, cause?: unknown): CertctlError {
  return new CertctlError('store_corrupt', `the journal entry ${id} cannot be read`, { cause });
}

function packed(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(packed);
  if (!isRecord(value)) return value;
  // fromEntries defines properties, so that a name such as __proto__ is one like any other.
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.startsWith('$') ? `$${name}` : name, packed(inner)]),
  );
}

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (!isRecord(value)) return value;
  const bytes = Object.hasOwn(value, BYTES) ? value[BYTES] : undefined;
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.startsWith('$$') ? name.slice(1) : name,
      unpacked(inner),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
