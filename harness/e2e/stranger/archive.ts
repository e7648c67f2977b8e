import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A packed package, as a registry would take it. */
export interface Archive {
  readonly path: string;
  /** Its package.json, which says more and other things than the one in the source tree. */
  readonly manifest: { readonly name: string; readonly version: string } & Readonly<Record<string, unknown>>;
}

export function readArchive(path: string): Archive {
  const manifest = execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' });
  // Name and version are there: it was packed, and packing refuses a package without them.
  return { path, manifest: JSON.parse(manifest) as Archive['manifest'] };
}

/** What a registry answers for a package: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
export function packumentOf(archive: Archive, tarball: string): object {
  const { manifest, path } = archive;
  const { name, version } = manifest;
  const bytes = readFileSync(path);
  const digest = (algorithm: string, encoding: 'base64' | 'hex') =>
    createHash(algorithm).update(bytes).digest(encoding);
  const dist = { tarball, integrity: `sha512-${digest('sha512', 'base64')}`, shasum: digest('sha1', 'hex') };
  return {
    name,
    'dist-tags': { latest: version },
    // Old enough for a package manager that takes nothing of the last days.
    time: Object.fromEntries(
      [version, 'created', 'modified'].map((what) => [what, '2026-01-01T00:00:00.000Z']),
    ),
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
  };
}

export function fileNameOf({ path }: Archive): string {
  return basename(path);
}
