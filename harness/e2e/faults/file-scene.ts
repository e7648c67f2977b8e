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
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { createEngine, type Engine, type Target, TOKENS } from '@certctl/engine';
import type { AnyStore, Call, Commands, StorePlugin } from '@certctl/plugin-api';
import { filesystem } from '@certctl/plugin-filesystem';
import { committed, deploy, INSTANCE, type Leaves, leaves, TIMING } from './acts.js';
import { FAULTS, type FaultSlug } from './fault-kinds.js';
import { fileFault } from './file-faults.js';
import { FolderFaults, faultNow } from './folder-faults.js';
import { Records } from './records.js';
import type { Armed, Ended, Impossible, Scene, WireRequest } from './scene.js';
import { watchedPlugin } from './watched-plugin.js';

interface Waiting {
  readonly operation: string;
  readonly fault: FaultSlug;
  readonly from: number;
  readonly forGood: boolean;
  seen: number;
  used: number;
}

export interface FileArrangement {
  readonly before?: boolean;
  /** Reloads that fail in every cell of the flow. */
  readonly failingReloads?: number;
  readonly act?: (scene: FileScene) => Promise<Ended>;
}

/** The engine and a directory. */
export class FileScene implements Scene {
  readonly wire: WireRequest[] = [];
  readonly records = new Records();
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-faults-')));
  readonly #file = join(this.path, 'site.pem');
  readonly engine: Engine;
  readonly #faults: FolderFaults;
  readonly #armed: Waiting[] = [];
  #reloadsLeft: number;

  private constructor(
    private readonly arrangement: FileArrangement,
    readonly leaves: Leaves,
  ) {
    this.#faults = new FolderFaults(this.path, this.#file, bundleOf(leaves.stranger));
    this.#reloadsLeft = arrangement.failingReloads ?? 0;
    this.engine = createEngine({
      plugins: [watchedPlugin(this.#watched(), this.records)],
      instance: INSTANCE,
      timing: TIMING,
      services: [[TOKENS.commands, this.#commands()], ...this.records.services()],
    });
  }

  static async create(arrangement: FileArrangement): Promise<FileScene> {
    const scene = new FileScene(arrangement, await leaves());
    if (arrangement.before) {
      const { old } = scene.leaves;
      writeFileSync(scene.#file, bundleOf(old), { mode: 0o600 });
      await committed(scene.records, old, { targetId: 'site', address: scene.#file, reference: scene.#file });
    }
    return scene;
  }

  target(): Target {
    return { id: 'site', type: 'filesystem', config: { path: this.#file, reload: 'proxy' } };
  }

  arm(operation: string, nth: number, fault: FaultSlug): Armed | Impossible {
    const impossible = fileFault(fault, operation);
    if (impossible) return impossible;
    const forGood = FAULTS.some(({ slug, lasts }) => slug === fault && lasts === 'for good');
    const armed: Waiting = { operation, fault, from: nth, forGood, seen: 0, used: 0 };
    this.#armed.push(armed);
    this.records.watch(operation, () => armed.used);
    return { used: () => armed.used };
  }

  act(): Promise<Ended> {
    return this.arrangement.act?.(this) ?? deploy(this.engine, this.target(), this.leaves.renewed);
  }

  held(): string {
    const names = readdirSync(this.path);
    const left = names.some((name) => name.endsWith('.tmp')) ? ', and a key is left over' : '';
    if (!names.includes('site.pem')) return `nothing${left}`;
    const text = readFileSync(this.#file, 'utf8');
    const { old, renewed, newest } = this.leaves;
    const is = (leaf: IssuedLeaf) => sameBundle(text, leaf);
    const which = is(old) ? 'old' : is(renewed) ? 'new' : is(newest) ? 'newest' : 'foreign';
    const open = (statSync(this.#file).mode & 0o077) === 0 ? '' : ', open to others';
    return which + open + left;
  }

  snapshot(): unknown {
    return readdirSync(this.path).map((name) => [name, readFileSync(join(this.path, name), 'utf8')]);
  }

  heal(): void {
    this.#armed.length = 0;
    this.#reloadsLeft = 0;
  }

  again(): Promise<Ended> {
    return deploy(this.engine, this.target(), this.leaves.newest);
  }

  async close(): Promise<void> {
    await this.engine.close();
    this.#faults.close();
    rmSync(this.path, { recursive: true });
  }

  /** The plugin as it is, told apart operation by operation. */
  #watched(): StorePlugin {
    return {
      ...filesystem,
      open: async (connection, services) => {
        const store = await filesystem.open(connection, services);
        return new Proxy(store, {
          get: (target: AnyStore, name) => {
            const member: unknown = Reflect.get(target, name, target);
            if (typeof member !== 'function') return member;
            return (...args: unknown[]): unknown =>
              member.apply(
                target,
                args.map((arg) => (isCall(arg) ? this.#watchedCall(arg) : arg)),
              );
          },
        });
      },
    };
  }

  #watchedCall(call: Call): Call {
    return new Proxy(call, {
      get: (target, name) => {
        if (name === 'attempt') {
          return <T>(operation: string, send: (signal: AbortSignal) => Promise<T>) =>
            target.attempt(operation, (signal) => {
              const request: WireRequest = { operation, moment: this.records.journal.moment };
              this.wire.push(request);
              const onContent = (isAfterAnother: boolean) => {
                request.content = isAfterAnother ? 'differs from before' : 'same';
              };
              return this.#faults.during({ operation, fault: this.#meet(operation), onContent }, () =>
                send(signal),
              );
            });
        }
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  #meet(operation: string): FaultSlug | undefined {
    for (const armed of this.#armed.filter((each) => each.operation === operation)) {
      armed.seen += 1;
      if (armed.seen !== armed.from && !(armed.forGood && armed.seen > armed.from)) continue;
      armed.used += 1;
      return armed.fault;
    }
    return undefined;
  }

  #commands(): Commands {
    return {
      names: () => ['proxy'],
      run: async () => {
        const fault = faultNow();
        if (fault === '5xx' || fault === '5xx-for-good') throw commandFailed();
        const run = async () => {
          if (this.#reloadsLeft-- > 0) throw commandFailed();
        };
        return fault === undefined ? run() : this.#faults.strike(fault, run);
      },
    };
  }
}

function commandFailed(): Error {
  return Object.assign(new Error('the command ended with 1'), { code: 'CommandFailed', exitCode: 1 });
}

function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && 'attempt' in value && 'deadline' in value;
}

function bundleOf({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf): string {
  return certificatePem + chainPem + privateKeyPem;
}

/** The plugin chooses the order of the blocks. */
function sameBundle(text: string, leaf: IssuedLeaf): boolean {
  const blocks = (pem: string) =>
    (pem.replaceAll('\r', '').match(/-----BEGIN [\s\S]*?-----END [^\n]*/g) ?? []).toSorted();
  return blocks(text).join('\n') === blocks(bundleOf(leaf)).join('\n');
}
