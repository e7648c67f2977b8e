/**
 * Pieces of a private key that must be nowhere: windows of its bytes as hexadecimal, as a list of numbers, and as
 * base64 in each of the three alignments; and the lines of the PEM, also as they are when the PEM is encoded again.
 */
function canariesOf(privateKeyPem: string): readonly string[] {
  const der = Buffer.from(privateKeyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  // What comes before is the algorithm's name, and in a key on a curve the public key comes behind.
  const secret = der.subarray(36, Math.min(68, der.length));
  const windows = [0, 6, 12, 16]
    .map((at) => secret.subarray(at, at + 16))
    .filter(({ length }) => length === 16);
  const spelled = windows.flatMap((window) => [
    window.toString('hex'),
    window.toString('hex').toUpperCase(),
    [...window].join(', '),
    [...window].join(','),
  ]);
  const aligned = [0, 1, 2].map((shift) => secret.subarray(shift, shift + 18).toString('base64'));
  const [, line = ''] = privateKeyPem.split('\n');
  const carried = [0, 1, 2].map((shift) =>
    Buffer.from(privateKeyPem)
      .subarray(60 + shift, 90 + shift)
      .toString('base64'),
  );
  return [...spelled, ...aligned, line, ...carried].filter(({ length }) => length >= 16);
}

/** Whether a text holds a piece of one of the keys. */
export function saysKey(text: string, keys: readonly string[]): boolean {
  return keys.some((key) => canariesOf(key).some((canary) => text.includes(canary)));
}
