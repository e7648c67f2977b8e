import type { FakeAcm } from '@certctl/emulators';
import type { Target } from '@certctl/engine';
import { AcmSite } from './acm-site.js';
import type { Listeners, Slot } from './listeners.js';
import type { Holding, Site } from './site.js';

/** A certificate of ACM and the places at listeners that are pointed at it. */
export class ListenerSite implements Site {
  readonly kind = 'listener';
  readonly #store: AcmSite;
  /** ARN that the target's document names; found by our records when there is none. */
  #pinned: string | undefined;

  constructor(
    private readonly acm: FakeAcm,
    targetId: string,
    readonly listeners: Listeners,
    private readonly slots: readonly Slot[],
  ) {
    this.#store = new AcmSite(acm, targetId, (certificate) => !listeners.isStranger(certificate));
  }

  target(tags: Readonly<Record<string, string>>): Target {
    const target = this.#store.target(tags);
    const config = { ...target.config, ...(this.#pinned ? { certificate_arn: this.#pinned } : {}) };
    return { ...target, config, bindings: this.listeners.bindings(this.slots) };
  }

  addresses(): readonly string[] {
    return this.#store.addresses();
  }

  held(): Holding | undefined {
    return this.#store.held();
  }

  served(): Promise<string | undefined> {
    return this.#store.served();
  }

  imports(): readonly string[] {
    return this.#store.imports();
  }

  litter(): readonly string[] {
    return this.#store.litter();
  }

  /** The operator imports what is held anew, with its key and tags, and pins that. @returns its ARN */
  exchange(key: {
    readonly certificate: string;
    readonly chain: string;
    readonly privateKey: string;
  }): string {
    const arn = this.addresses().at(-1) ?? '';
    const pinned = this.acm.seed({ ...key, tags: this.held()?.tags ?? {} });
    this.listeners.leaveAlone(arn);
    this.#pinned = pinned;
    return pinned;
  }

  close(): Promise<void> {
    return this.listeners.close();
  }
}
