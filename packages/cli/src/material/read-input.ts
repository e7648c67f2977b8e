import { open } from 'node:fs/promises';
import { CertctlError } from '@certctl/plugin-api';
import type { Io } from '../io.js';

/** More than any certificate, chain, key or file of targets; a device or a pipe may never end. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads a file, or standard input for `-`.
 * @param what the name of the input, for messages
 * @throws CertctlError `file_unreadable`, `material_too_large`
 */
export async function readInput(what: string, file: string, io: Pick<Io, 'stdin'>): Promise<Uint8Array> {
  if (file === '-') return collect(what, 'standard input', io.stdin);
  try {
    const handle = await open(file);
    try {
      return await collect(what, file, handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CertctlError('file_unreadable', `${what} ${file}: ${REASONS[error.code] ?? error.code}`, {
      cause: error,
    });
  }
}

/** The same as text in UTF-8. */
export async function readText(what: string, file: string, io: Pick<Io, 'stdin'>): Promise<string> {
  return new TextDecoder().decode(await readInput(what, file, io));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
};

async function collect(
  what: string,
  file: string,
  source: AsyncIterable<Uint8Array | string>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    size += bytes.byteLength;
    if (size > MOST_BYTES) {
      throw new CertctlError('material_too_large', `${what} ${file} has more than ${MOST_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
