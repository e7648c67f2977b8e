import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConformanceError } from './conformance-error.js';
import { type InstalledPackage, openInstalled } from './installed-package.js';
import { runTool } from './run-tool.js';
import { takeArchives } from './take-archives.js';

/** A plugin as a stranger gets it: packed, installed into an empty folder, and loaded from there. */
export interface PackedPlugin extends InstalledPackage {
  /** SHA-256 of the archive, hexadecimal. */
  readonly sha256: string;
  /** Removes everything that was made. */
  remove(): void;
}

export interface PackOptions {
  /** Packages to install beside it, in place of those of the registry: folders, archives, names. */
  readonly beside?: readonly string[];
  /** Ends what is under way, and removes what was made. */
  readonly signal?: AbortSignal;
  /** Told of each step as it begins: `installing certctl-plugin-acme, and 2 packages beside it`. */
  readonly onStep?: (what: string) => void;
}

/** npm may take what it has in its cache: an archive is the same wherever it came from. */
const FLAGS = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
  '--json',
];

/**
 * Packs a folder, or takes a package from the registry that npm is set to, installs it with npm into an empty
 * folder without running its scripts, and imports it.
 *
 * @param source a folder with a package.json, or what `npm install` takes: a name, a name and version, an archive
 * @throws ConformanceError when there is no such package; UnusablePackage when a step fails, with what it said;
 *   the signal's reason when it was aborted
 */
export async function packPlugin(source: string, options: PackOptions = {}): Promise<PackedPlugin> {
  const { beside = [], signal, onStep } = options;
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-packed-')));
  const remove = () => rmSync(work, { recursive: true, force: true });
  try {
    onStep?.(`packing ${source}`);
    const taken = [source, ...beside].map((each) => {
      const into = mkdtempSync(join(work, 'taken-'));
      return takeArchives(each, { into, ...(signal ? { signal } : {}) });
    });
    // All of them have ended before the folder may go.
    await Promise.allSettled(taken);
    const archives = (await Promise.all(taken)).flat();
    const [own] = archives;
    if (own === undefined) throw new ConformanceError(`${source} was not packed`);
    // One of each, and the first that was named: what stands beside a plugin may be packed with its own siblings.
    const wanted = [...new Map([...archives].reverse().map((archive) => [archive.name, archive.path]))];
    const others = wanted.length - 1;
    onStep?.(
      `installing ${own.name} into an empty folder${others === 0 ? '' : `, with ${others} others beside it`}`,
    );
    const room = join(work, 'room');
    mkdirSync(room);
    writeFileSync(join(room, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await runTool('npm', ['install', ...FLAGS, ...wanted.map(([, path]) => path)], {
      cwd: room,
      failed: `${source} could not be installed`,
      remedy: 'Name versions that a registry has; packages that are not published yet are given with --with.',
      ...(signal ? { signal } : {}),
    });
    const installed = await openInstalled(room, own.name);
    const sha256 = createHash('sha256').update(readFileSync(own.path)).digest('hex');
    return { ...installed, sha256, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
