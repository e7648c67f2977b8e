import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { isEntryPoint } from './entry-point.js';
import { packPackage } from './pack-package.js';
import { readJson, type WorkspacePackage, workspacePackages } from './repository.js';
import { runCommand } from './run-command.js';
import { report, type Violation } from './violation.js';

/** A package as it would be published. */
export interface Packed {
  readonly folder: string;
  /** Paths in the archive, from the package's root. */
  readonly files: readonly string[];
}

const NEEDED = ['README.md', 'LICENSE', 'package.json'];

/** A published package has its documents, and nothing that only this repository has a use for. */
export function checkContents({ folder, files }: Packed): Violation[] {
  const superfluous = files.filter(
    (file) =>
      !file.startsWith('templates/') &&
      /\.(?:test|fixture)\.|\/testing\/|(?:^|\/)src\/|tsbuildinfo|^tsconfig/.test(file),
  );
  return [
    ...NEEDED.filter((file) => !files.includes(file)).map((file) => ({
      file: folder,
      rule: `is packed without ${file}`,
    })),
    ...superfluous.map((file) => ({ file: folder, rule: `is packed with ${file}` })),
    ...(files.some((file) => file.startsWith('dist/'))
      ? []
      : [{ file: folder, rule: 'is packed without dist' }]),
  ];
}

async function lintTarball(folder: string, tarball: string): Promise<Violation[]> {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    strict: true,
  });
  return messages.map((message) => ({
    file: `${folder}/package.json`,
    rule: `publint: ${formatMessage(message, pkg) ?? message.code}`,
  }));
}

/** The packages are ESM only, so what attw says of CommonJS and of resolvers before exports does not count. */
async function checkTypes(folder: string, tarball: string): Promise<Violation[]> {
  const args = ['--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji', '--no-summary'];
  const { code, output } = await runCommand('attw', [tarball, ...args]);
  return code === 0 ? [] : [{ file: folder, rule: `attw:\n${output.trim()}` }];
}

async function checkPackage(
  target: WorkspacePackage,
  into: string,
  packageManager: string,
): Promise<Violation[]> {
  const { folder } = target;
  const { filename, files } = await packPackage(folder, into, packageManager);
  const tarball = join(into, filename.split('/').at(-1) ?? filename);
  return [
    ...checkContents({ folder, files: files.map(({ path }) => path) }),
    ...(await lintTarball(folder, tarball)),
    ...(await checkTypes(folder, tarball)),
  ];
}

if (isEntryPoint(import.meta.url)) {
  const { packageManager } = readJson<{ packageManager: string }>('package.json');
  const published = workspacePackages().filter(({ manifest }) => manifest.private !== true);
  const into = mkdtempSync(join(tmpdir(), 'certctl-pack-'));
  try {
    const violations: Violation[] = [];
    for (const target of published) violations.push(...(await checkPackage(target, into, packageManager)));
    report('check-packages', violations, `${published.length} packages from their archives`);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}
