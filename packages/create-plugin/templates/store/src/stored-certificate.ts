import { X509Certificate } from 'node:crypto';
import { type Held, isFailure, type Place, type Present } from '@certctl/plugin-api';
import { z } from 'zod';

/** Yours: a certificate as the service shows it. Fields that are not listed are let pass: services add some. */
const STORED = z.object({
  name: z.string(),
  certificate: z.string(),
  chain: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  version: z.number(),
  updated_at: z.string(),
  used_by: z.array(z.string()),
});

export type StoredCertificate = z.output<typeof STORED>;

/** The answer, checked: one that has another form is no answer, and is an error of the plugin to be found early. */
export function storedCertificate(answer: unknown): StoredCertificate {
  return STORED.parse(answer);
}

/** What is held, as bytes. The plugin does not compare or judge; the engine does. */
export function heldOf({ certificate, chain, version }: StoredCertificate): Held {
  return { leaf: derOf(certificate), chain: chain.map(derOf), revision: String(version) };
}

/** Everything that must come back with the certificate on a rollback, and who uses it. */
export function presentOf(stored: StoredCertificate): Present {
  return {
    state: 'present',
    ...heldOf(stored),
    tags: stored.labels,
    usedBy: stored.used_by,
    importedAt: Date.parse(stored.updated_at),
  };
}

/** The path of a place's certificate in the API. */
export function pathOf({ address }: Place): string {
  return new URL(address).pathname;
}

/** What a read gives, or `absent` when the service itself says so. Every other error goes on: a 403 is not absent. */
export async function orAbsent<T>(read: Promise<T>): Promise<T | 'absent'> {
  try {
    return await read;
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent';
    throw error;
  }
}

function derOf(pem: string): Uint8Array {
  return new X509Certificate(pem).raw;
}
