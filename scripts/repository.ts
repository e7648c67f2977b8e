import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** A file of the repository with its text. */
export interface TextFile {
  /** Path from the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The fields of a package.json that the checks look at. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** Path from the root: `packages/engine`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

const ROOMS = ['packages', 'plugins', 'harness'];

/** What .gitignore names: folders by `name/`, files by `*.ending`. That is all that our .gitignore uses. */
function ignored(): { folders: ReadonlySet<string>; endings: readonly string[] } {
  const lines = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  return {
    folders: new Set([
      '.git',
      ...lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1)),
    ]),
    endings: lines.filter((line) => line.startsWith('*')).map((line) => line.slice(1)),
  };
}

/** Paths of all files that belong to the repository, sorted. Works without git, in an unpacked archive too. */
export function repositoryPaths(): string[] {
  const { folders, endings } = ignored();
  const walk = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return folders.has(entry.name) ? [] : walk(path);
      return entry.isFile() && !endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    });
  return walk('').sort();
}

export function readText(path: string): TextFile {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The text, or undefined where there is no such file. */
export function readTextIfPresent(path: string): string | undefined {
  return existsSync(join(ROOT, path)) ? readText(path).text : undefined;
}

/** A JSON file of the repository. The caller names the shape, which is our own and checked by its tools. */
export function readJson<Shape>(path: string): Shape {
  return JSON.parse(readText(path).text) as Shape;
}

export function workspacePackages(): WorkspacePackage[] {
  return ROOMS.filter((room) => existsSync(join(ROOT, room))).flatMap((room) =>
    readdirSync(join(ROOT, room))
      .map((name) => `${room}/${name}`)
      .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
      .map((folder) => ({ folder, manifest: readJson<Manifest>(`${folder}/package.json`) })),
  );
}

const SOURCE = /\.(?:ts|mts|cts|js|mjs|cjs)$/;
/** Tests, and what only tests are made with. */
const TEST = /\.(?:test|fixture)\.[a-z]+$|\/(?:testing|test-support)\//;

export function isSource(path: string): boolean {
  return SOURCE.test(path);
}

export function isTest(path: string): boolean {
  return TEST.test(path);
}

/** Harness packages that are run here and never published. */
const RUN_HERE =
  /^harness\/(?:(?:bench|e2e|mutants)\/|conformance\/(?:run\.ts$|subjects\/)|containers\/(?:run\.ts$|bundle\.mjs$|local\/))/;
const IN_A_PACKAGE = /^(?:packages|plugins|harness)\/[^/]+\/(?:src|bin)\//;

/** A source that works on the repository itself, and may reach its scripts and settings. */
export function isRunHere(path: string): boolean {
  return RUN_HERE.test(path);
}

/** Sources that end up in a package: under its src or bin, tests apart. */
export function isShipped(path: string): boolean {
  return IN_A_PACKAGE.test(path) && !isRunHere(path) && isSource(path) && !isTest(path);
}
