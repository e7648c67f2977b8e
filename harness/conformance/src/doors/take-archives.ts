import { existsSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConformanceError } from './conformance-error.js';
import { manifestOf, type PackageManifest } from './package-manifest.js';
import { runTool } from './run-tool.js';
import { UnusablePackage } from './unusable-package.js';

/** A packed package. */
export interface Archive {
  readonly name: string;
  readonly path: string;
}

/** An error is taken from the JSON. */
const PACK = ['--json', '--loglevel=error'];

export interface TakeOptions {
  /** An empty folder for the archives. */
  readonly into: string;
  readonly signal?: AbortSignal;
}

/**
 * The archive of a plugin, first, and of what it depends on in its own workspace.
 *
 * @param source a folder with a package.json, or what `npm pack` takes: a name, a name and version, an archive
 * @throws ConformanceError when there is no such package, UnusablePackage when it cannot be packed
 */
export function takeArchives(source: string, options: TakeOptions): Promise<readonly Archive[]> {
  if (existsSync(join(source, 'package.json'))) return packFolder(resolve(source), options);
  const isPath = /^\.{0,2}\//.test(source) || source.endsWith('.tgz');
  if (!isPath) return fetchPackage(source, options);
  if (existsSync(source) && source.endsWith('.tgz')) return fetchPackage(resolve(source), options);
  throw new ConformanceError(`${source} is neither a folder with a package.json nor an archive (.tgz)`);
}

/** The folder's archive, then those of the packages of its workspace that it depends on: no registry has them. */
async function packFolder(folder: string, options: TakeOptions): Promise<readonly Archive[]> {
  const archives = new Map<string, Archive>();
  const queue = [folder];
  for (const each of queue) {
    const manifest = manifestOf(each);
    if (archives.has(manifest.name)) continue;
    const path = await packOne(each, manifest, options);
    archives.set(manifest.name, { name: manifest.name, path });
    queue.push(...siblingsOf(each, manifest));
  }
  return [...archives.values()];
}

/** Folders of the packages of the same workspace that npm would install with it. */
function siblingsOf(folder: string, manifest: PackageManifest): string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  return Object.entries({ ...peerDependencies, ...optionalDependencies, ...dependencies })
    .filter(
      ([name, range]) => range.startsWith('workspace:') && peerDependenciesMeta?.[name]?.optional !== true,
    )
    .map(([name]) => realpathSync(join(folder, 'node_modules', name)));
}

/** npm leaves `workspace:` and `catalog:` in the archive, where nobody outside understands them. */
async function packOne(folder: string, manifest: PackageManifest, options: TakeOptions): Promise<string> {
  // A folder of its own: an archive's name says nothing about which package it is of.
  const into = mkdtempSync(join(options.into, 'archive-'));
  const failed = `${folder} could not be packed`;
  const run = {
    cwd: folder,
    failed,
    remedy: 'Pack it yourself with npm pack, and see what it says.',
    ...(options.signal ? { signal: options.signal } : {}),
  };
  if (needsWorkspace(manifest)) {
    await runTool('npx', ['-y', workspaceManager(folder), 'pack', '--pack-destination', into], run);
  } else {
    await runTool('npm', ['pack', ...PACK, '--ignore-scripts', '--pack-destination', into], run);
  }
  const [made] = readdirSync(into);
  if (made === undefined) throw new UnusablePackage(failed, run.remedy);
  return join(into, made);
}

function needsWorkspace(manifest: PackageManifest): boolean {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies]
    .flatMap((ranges) => Object.values(ranges ?? {}))
    .some((range) => /^(?:workspace|catalog):/.test(range));
}

/** The package manager of the workspace, at the version that it pins. */
function workspaceManager(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'pnpm-workspace.yaml'))) return manifestOf(at).packageManager ?? 'pnpm';
    if (dirname(at) === at)
      throw new UnusablePackage(
        `${folder} has ranges of a workspace (workspace:, catalog:), and is in none of pnpm`,
        'Name versions, or pack it with your own package manager and give the archive.',
      );
  }
}

async function fetchPackage(source: string, { into, signal }: TakeOptions): Promise<readonly Archive[]> {
  const said = await runTool('npm', ['pack', source, ...PACK, '--pack-destination', into], {
    cwd: into,
    failed: `${source} is neither a folder with a package.json, nor a package that npm finds`,
    remedy: 'Give a folder, an archive, or the name of a package that is published.',
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    throw error instanceof UnusablePackage
      ? new ConformanceError(`${error.message}\n${error.remedy}`)
      : error;
  });
  // The shape is that of npm's own --json: a list, or an object by name.
  const answer = JSON.parse(said) as Readonly<
    Record<string, { readonly name: string; readonly filename: string }>
  >;
  const [packed] = Object.values(answer);
  return packed === undefined ? [] : [{ name: packed.name, path: join(into, packed.filename) }];
}
