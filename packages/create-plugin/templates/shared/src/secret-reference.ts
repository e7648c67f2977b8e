import { readFile } from 'node:fs/promises';
import { CertctlError } from '@certctl/plugin-api';

/** Where a secret is, and never the secret itself: targets are kept in version control. */
export const SECRET_REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/;

/**
 * Reads the secret anew each time, so that one that was rotated is taken up without a restart.
 *
 * @param reference `env:NAME` or `file:PATH`
 * @throws CertctlError `target_invalid` when nothing is there
 */
export async function readSecret(field: string, reference: string): Promise<string> {
  const at = reference.indexOf(':');
  const [kind, rest] = [reference.slice(0, at), reference.slice(at + 1)];
  const value = kind === 'env' ? process.env[rest] : await readFile(rest, 'utf8').catch(() => undefined);
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw new CertctlError('target_invalid', `${field} refers to ${reference}, and nothing is there.`, {
    remedy: 'Set it where the engine runs, or correct the reference in the target.',
  });
}
