import type { BindingPlace, JsonObject, Wanted } from '@certctl/plugin-api';

/** One consumer of a deploy, as the journal keeps it: enough to go on, or back, without the target's document. */
export interface BindingRecord {
  readonly type: string;
  readonly config: JsonObject;
  readonly place: BindingPlace;
  /** References that it used before the first write. */
  readonly before: readonly string[];
  /** DER of the leaf that a handshake with it showed then. */
  readonly serves?: Uint8Array;
  /** What it shall use, where that is not the certificate of the target: a rollback points it back. */
  readonly wanted?: Wanted;
  /** Of those, certificates of ours that are taken away when the new one is proven. */
  readonly superseded: readonly string[];
}
