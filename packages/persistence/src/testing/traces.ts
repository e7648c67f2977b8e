import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const WINDOW = 16;

/** Files of a folder in which a piece of 16 bytes of the secret stands, raw, in hexadecimal or in base64. */
export async function tracesOf(secret: Uint8Array, folder: string): Promise<string[]> {
  const pieces = piecesOf(Buffer.from(secret));
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const content = await readFile(join(folder, name));
    if (pieces.some((piece) => content.includes(piece))) found.push(name);
  }
  return found.sort();
}

function piecesOf(secret: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0; start + WINDOW <= secret.length; start += 1) {
    const piece = secret.subarray(start, start + WINDOW);
    // Of a piece in the middle of longer base64, the outer characters depend on its neighbours; PEM breaks lines,
    // and some piece lies between two breaks.
    const inner = piece.toString('base64').slice(0, 20);
    pieces.push(piece, Buffer.from(piece.toString('hex')), Buffer.from(inner));
  }
  return pieces;
}
