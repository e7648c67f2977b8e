import { pemBlocks, readCertificate } from '@certctl/certificate';
import { CertctlError, type CertificateFacts } from '@certctl/plugin-api';
import type { VerifyFlags } from '../commands/verify.js';
import type { Context } from '../context.js';
import { exitOfVerification } from '../exit-code-of.js';
import { readInput } from '../material/read-input.js';
import { renderVerification } from '../render/render-verification.js';
import { screenOf } from '../render/screen.js';
import { writeJson } from '../render/write-json.js';
import { withSession } from '../session/open-session.js';
import { findTarget } from '../targets/find-target.js';

export async function verify(word: string | undefined, flags: VerifyFlags, context: Context): Promise<void> {
  const { io } = context;
  await withSession(flags, 'look', context, async ({ engine, rules, settle }) => {
    const { target } = await findTarget(word, flags, rules, io);
    const leaf = firstCertificate(flags.cert, await readInput('--cert', flags.cert, io));
    const verification = await engine.verify(target, { expected: leaf.fingerprint, signal: io.signal });
    settle();
    context.exitCode = exitOfVerification(verification.result);
    if (context.json) writeJson(io.stdout, verification);
    else io.stdout.write(renderVerification(verification, leaf, screenOf(io.stdout, io.env)));
  });
}

const LABELS = ['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE'];

/** The leaf of a file; of a chain in the usual order the first that is no authority's. */
function firstCertificate(file: string, bytes: Uint8Array): CertificateFacts {
  const text = Buffer.from(bytes).toString('latin1');
  const certificates = pemBlocks(text, LABELS).map(({ der }) => readCertificate(der));
  const leaf = certificates.find(({ isCa }) => !isCa) ?? certificates[0];
  if (leaf) return leaf;
  throw new CertctlError('material_not_pem', `--cert ${file} holds no PEM block of a certificate`);
}
