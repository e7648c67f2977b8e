import { CertctlError, type CertificateFacts } from '@certctl/plugin-api';
import { CERTIFICATE_LABELS, pemBlocks } from './pem.js';
import { readCertificate } from './read-certificate.js';

const MAX_BYTES = 3 * 1024 * 1024;

/**
 * Every certificate of a PEM file, in its order. Blocks of other kinds are passed over.
 *
 * @param name what the input is called in an error
 * @throws CertctlError `material_empty`, `material_not_pem`, `material_too_large` (3 MiB),
 *   `certificate_unreadable`
 */
export function readCertificates(input: string | Uint8Array, name: string): CertificateFacts[] {
  assertSize(name, input);
  const text =
    typeof input === 'string'
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1');
  if (text.trim() === '') throw new CertctlError('material_empty', `The ${name} is empty.`);
  const blocks = pemBlocks(text, CERTIFICATE_LABELS);
  if (blocks.length === 0) {
    throw new CertctlError('material_not_pem', `The ${name} holds no PEM block of a certificate.`);
  }
  return blocks.map(({ der }) => readCertificate(der));
}

/** @throws CertctlError `material_too_large` */
export function assertSize(name: string, input: string | Uint8Array): void {
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (size > MAX_BYTES) {
    throw new CertctlError(
      'material_too_large',
      `The ${name} has ${size} bytes; at most ${MAX_BYTES} are read.`,
    );
  }
}
