import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConformanceError } from './conformance-error.js';

/** The fields of a package.json that are looked at. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly type?: string;
  readonly engines?: { readonly node?: string };
  readonly exports?: unknown;
  readonly types?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly packageManager?: string;
}

/** A plugin as a stranger gets it: packed, installed into an empty folder, and loaded from there. */
export interface PackedPlugin {
  readonly manifest: PackageManifest;
  /** SHA-256 of the archive, hexadecimal. */
  readonly sha256: string;
  /** Where it was installed. */
  readonly folder: string;
  /** Paths in the package, from its root. */
  readonly files: readonly string[];
  /** What it exports. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** Removes everything that was made. */
  remove(): void;
}

/**
 * Packs a folder, or takes a package from the registry that npm is set to, installs it with npm into an empty
 * folder without running its scripts, and imports it.
 *
 * @param source a folder with a package.json, or what `npm install` takes: a name, a name and version, an archive
 * @throws ConformanceError when one of the steps fails, with what it said
 */
export async function packPlugin(source: string): Promise<PackedPlugin> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-packed-')));
  try {
    const isFolder = existsSync(join(source, 'package.json'));
    const archives = isFolder ? await packFolder(resolve(source), work) : await fetchPackage(source, work);
    const [own] = archives;
    if (own === undefined) throw new ConformanceError(`${source} was not packed`);
    const room = join(work, 'room');
    mkdirSync(room);
    writeFileSync(join(room, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await command(
      'npm',
      ['install', ...flags, ...archives.map(({ path }) => path)],
      room,
      `${source} could not be installed`,
    );
    const folder = join(room, 'node_modules', own.name);
    const manifest = manifestOf(folder);
    return {
      manifest,
      sha256: createHash('sha256').update(readFileSync(own.path)).digest('hex'),
      folder,
      files: filesBelow(folder),
      exports: await importFrom(room, manifest.name),
      remove: () => rmSync(work, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

interface Archive {
  readonly name: string;
  readonly path: string;
}

/** The folder's archive, then those of the packages of its workspace that it depends on: no registry has them. */
async function packFolder(folder: string, into: string): Promise<Archive[]> {
  const archives = new Map<string, Archive>();
  const queue = [folder];
  for (const each of queue) {
    const { name, dependencies = {} } = manifestOf(each);
    if (archives.has(name)) continue;
    const local = Object.entries(dependencies).filter(([, range]) => range.startsWith('workspace:'));
    archives.set(name, { name, path: await packOne(each, into, local.length > 0) });
    queue.push(...local.map(([dependency]) => realpathSync(join(each, 'node_modules', dependency))));
  }
  return [...archives.values()];
}

/** npm leaves `workspace:` in the archive, where nobody outside understands it. */
async function packOne(folder: string, into: string, hasWorkspace: boolean): Promise<string> {
  const before = new Set(readdirSync(into));
  const what = `${folder} could not be packed`;
  if (hasWorkspace) {
    const pnpm = workspaceManager(folder);
    await command('npx', ['-y', pnpm, 'pack', '--pack-destination', into], folder, what);
  } else {
    await command(
      'npm',
      ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', into],
      folder,
      what,
    );
  }
  const made = readdirSync(into).find((name) => !before.has(name) && name.endsWith('.tgz'));
  if (made === undefined) throw new ConformanceError(what);
  return join(into, made);
}

/** The package manager of the workspace, at the version that it pins. */
function workspaceManager(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'pnpm-workspace.yaml'))) return manifestOf(at).packageManager ?? 'pnpm';
    if (dirname(at) === at)
      throw new ConformanceError(`${folder} depends on packages of a workspace, and is in none`);
  }
}

async function fetchPackage(source: string, into: string): Promise<Archive[]> {
  const what = `${source} is neither a folder with a package.json, nor a package that npm finds`;
  const said = await command(
    'npm',
    ['pack', source, '--json', '--loglevel=error', '--pack-destination', into],
    into,
    what,
  );
  // The shape is that of npm's own --json.
  const [packed] = JSON.parse(said) as readonly { readonly name: string; readonly filename: string }[];
  return packed === undefined ? [] : [{ name: packed.name, path: join(into, packed.filename) }];
}

function manifestOf(folder: string): PackageManifest {
  // What is read of it is looked at before it is relied on.
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}

/** As a module in the folder would import it. */
export async function importFrom(
  room: string,
  specifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  const path = createRequire(join(room, 'package.json')).resolve(specifier);
  return import(pathToFileURL(path).href);
}

function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(folder, path);
    return [path];
  });
}

function command(file: string, args: readonly string[], cwd: string, failed: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile(file, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return done(stdout);
      const said = `${stderr}${stdout}`.trim().split('\n').slice(-8).join('\n');
      fail(new ConformanceError(`${failed}:\n${said || error.message}`));
    });
  });
}
