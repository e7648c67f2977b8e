import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';

/** So many rounds take a fraction of a millisecond, which is less than the way to another thread and back. */
const FEW = 4_096;

/** PBKDF2 of RFC 8018, 5.2; many rounds do not stop the process. @returns the key, which is the caller's to zero */
export async function derivePbkdf2(
  ...input: [password: string, salt: Uint8Array, iterations: number, length: number, digest: string]
): Promise<Buffer> {
  const [, , iterations] = input;
  return iterations <= FEW ? pbkdf2Sync(...input) : await promisify(pbkdf2)(...input);
}
