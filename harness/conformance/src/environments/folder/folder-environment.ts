import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pemBlocks } from '@certctl/certificate';
import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import type { ObservedCertificate, Pems, Stage } from '../../environment/stage.js';
import { FolderWire } from './folder-wire.js';
import { watchFolder } from './watch-files.js';

const RELOAD = 'proxy';

/** The certificate of the key first, then the others, in the order of the file. */
function observed(text: string): ObservedCertificate | undefined {
  const blocks = pemBlocks(text).filter(({ label }) => label === 'CERTIFICATE');
  const [leaf, ...chain] = blocks.map(({ der }) => der);
  if (leaf === undefined) return undefined;
  return { leaf, chain, keyBelongs: hasKeyOf(text, leaf), enabled: true };
}

function hasKeyOf(text: string, leaf: Uint8Array): boolean {
  try {
    return new X509Certificate(leaf).checkPrivateKey(createPrivateKey(text));
  } catch {
    return false;
  }
}

function bundle({ certificatePem, chainPem, privateKeyPem }: Pems): string {
  return certificatePem + chainPem + privateKeyPem;
}

async function start(): Promise<Stage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-conformance-')));
  const wire = new FolderWire();
  const places = () => readdirSync(folder).filter((name) => name.endsWith('.pem') && !name.startsWith('.'));
  wire.places(places);
  const unwatch = watchFolder(folder, wire);
  const write = (path: string, pems: Pems) => writeFileSync(path, bundle(pems), { mode: 0o600 });
  return {
    host: {
      commands: { names: () => [RELOAD], run: async (name) => wire.command(name, async () => {}) },
    },
    // The other commands look at files of the person's, or at the file itself.
    commandSends: (command) => (/\bmv -f /.test(command) ? 'filesystem:Write' : undefined),
    target: (name) => ({ path: join(folder, `${name}.pem`), reload: RELOAD }),
    discovery: () => ({ directory: folder }),
    observe: async () =>
      places()
        .map((name) => join(folder, name))
        .toSorted((a, b) => statSync(a).birthtimeMs - statSync(b).birthtimeMs)
        .map((path) => {
          const held = observed(readFileSync(path, 'utf8'));
          return { reference: path, state: 'held' as const, revisions: held ? [held] : [] };
        }),
    seed: async ({ target, ...pems }) => {
      const path = join(folder, `${target}.pem`);
      write(path, pems);
      return path;
    },
    overwrite: async (reference, pems) => write(reference, pems),
    vanish: async (reference) => rmSync(reference),
    moves: new Set(['resolve', 'inspect', 'read', 'readKeyBack', 'import', 'remove', 'discover', 'activate']),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    leftovers: async () =>
      readdirSync(folder)
        .filter((name) => !places().includes(name))
        .map((name) => ({ path: name, content: readFileSync(join(folder, name), 'latin1'), sealed: false })),
    reset: async () => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
      wire.reset();
    },
    close: async () => {
      unwatch();
      wire.heal();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A directory of this machine. */
export function folder(): Environment {
  return defineEnvironment({
    name: 'folder',
    title: 'a directory of this machine',
    tier: 'embedded',
    service: 'real',
    serves: ['Filesystem'],
    notProven: ['Network file systems, and what is left of a file when the machine stops.'],
    start,
  });
}
