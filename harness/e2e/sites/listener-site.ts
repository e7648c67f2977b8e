import type { FakeAcm } from '@certctl/emulators';
import type { Target } from '@certctl/engine';
import { PROVENANCE_TAGS } from '@certctl/plugin-api';
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
    private readonly pointed: Listeners,
    private readonly slots: readonly Slot[],
    /** Whether other targets want the same places: then no target by itself can tell what these must have. */
    private readonly isShared = false,
  ) {
    this.#store = new AcmSite(
      acm,
      targetId,
      (certificate) =>
        !pointed.isStranger(certificate) &&
        (!isShared || certificate.tags[PROVENANCE_TAGS.targetId] === targetId),
    );
  }

  get listeners(): Listeners | undefined {
    return this.isShared ? undefined : this.pointed;
  }

  target(tags: Readonly<Record<string, string>>): Target {
    const target = this.#store.target(tags);
    const config = { ...target.config, ...(this.#pinned ? { certificate_arn: this.#pinned } : {}) };
    return { ...target, config, bindings: this.pointed.bindings(this.slots) };
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
    this.pointed.leaveAlone(arn);
    this.#pinned = pinned;
    return pinned;
  }

  close(): Promise<void> {
    return this.pointed.close();
  }
}
