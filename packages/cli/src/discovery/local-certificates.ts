import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keyMatches, pemBlocks, readCertificate, readPrivateKey } from '@certctl/certificate';
import { CertctlError, type CertificateFacts, isCertctlError } from '@certctl/plugin-api';

/** A certificate of this machine, with the file of its key where one was found. */
export interface LocalCertificate {
  readonly leaf: CertificateFacts;
  readonly certFile: string;
  readonly keyFile?: string;
}

const MOST_FILES = 50_000;
const MOST_BYTES = 1024 * 1024;
const LABELS = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

interface Found {
  readonly certificates: { readonly leaf: CertificateFacts; readonly file: string }[];
  /** Files that hold a private key; the key itself is looked at again when it is compared, and not kept. */
  readonly keyFiles: string[];
}

interface Entry {
  readonly path: string;
  readonly isLink: boolean;
}

/**
 * Every leaf under the folders, with its key. Links to files are followed, as certbot's `live` is made of them;
 * links to folders are not. What is encrypted or damaged is passed over.
 * @throws CertctlError `file_unreadable` for a folder that cannot be read
 */
export async function localCertificates(folders: readonly string[]): Promise<readonly LocalCertificate[]> {
  const found: Found = { certificates: [], keyFiles: [] };
  const files: Entry[] = [];
  for (const folder of folders) await walk(folder, files);
  // A link stays when the certificate is renewed, and the file behind it does not; so links come first.
  for (const { path } of files.toSorted(byFitness)) await lookInto(path, found);
  const keys = await keysBySpki(found);
  return withoutCopies(found).map(({ leaf, file }) => {
    const keyFile = keys(leaf);
    return { leaf, certFile: file, ...(keyFile === undefined ? {} : { keyFile }) };
  });
}

async function walk(folder: string, files: Entry[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, files);
    else if (entry.isFile() || entry.isSymbolicLink()) {
      files.push({ path, isLink: entry.isSymbolicLink() });
      if (files.length > MOST_FILES) {
        throw new CertctlError(
          'file_unreadable',
          `--certificates: more than ${MOST_FILES} files under ${folder}`,
          { remedy: 'Name the folder of the certificates itself.' },
        );
      }
    }
  }
}

function byFitness(a: Entry, b: Entry): number {
  return Number(b.isLink) - Number(a.isLink) || (a.path < b.path ? -1 : 1);
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new CertctlError('file_unreadable', `--certificates ${folder} cannot be read`, { cause });
  }
}

async function lookInto(file: string, found: Found): Promise<void> {
  const text = await textOf(file);
  if (text === undefined || !text.includes('-----BEGIN ')) return;
  if (/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text)) found.keyFiles.push(file);
  const leaf = leafOf(text);
  if (leaf) found.certificates.push({ leaf, file });
}

/** The first certificate that is no authority's. */
function leafOf(text: string): CertificateFacts | undefined {
  try {
    return pemBlocks(text, LABELS)
      .map(({ der }) => readCertificate(der))
      .find(({ isCa }) => !isCa);
  } catch (error) {
    if (isCertctlError(error)) return undefined;
    throw error;
  }
}

/** Undefined for what is too large, no file, or not ours to read: a folder of certificates has other files too. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const isFile = (await handle.stat()).isFile();
      return isFile && size <= MOST_BYTES ? (await handle.readFile()).toString('latin1') : undefined;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

/** Finds the key file of a leaf. A key is read, compared and destroyed, file by file. */
async function keysBySpki({ certificates, keyFiles }: Found) {
  const files = new Map<string, string>();
  for (const file of keyFiles) {
    const text = await textOf(file);
    if (text === undefined) continue;
    try {
      const key = readPrivateKey(text);
      for (const { leaf } of certificates) {
        if (!files.has(leaf.fingerprint) && keyMatches(key, leaf)) files.set(leaf.fingerprint, file);
      }
      key.destroy();
    } catch (error) {
      if (!isCertctlError(error)) throw error;
    }
  }
  return (leaf: CertificateFacts) => files.get(leaf.fingerprint);
}

/** One file for each leaf: the first that was looked into. */
function withoutCopies({ certificates }: Found): Found['certificates'] {
  const byLeaf = new Map<string, Found['certificates'][number]>();
  for (const each of certificates) {
    if (!byLeaf.has(each.leaf.fingerprint)) byLeaf.set(each.leaf.fingerprint, each);
  }
  return [...byLeaf.values()];
}
