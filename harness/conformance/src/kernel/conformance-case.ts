import type { BindingCapabilities, StoreCapabilities } from '@certctl/plugin-api';
import type { World } from '../world/world.js';

/**
 * - `core`: every plugin of the kind must pass it
 * - `capability`: about something that not every service has, or not every environment can show: every plugin that is
 *   asked must pass it where it can be shown. Skipped, it leaves the result whole; but see `levelOf`
 * - `provisional`: new; counts from the next version of the contract on, and is shown until then
 */
export type Level = 'core' | 'capability' | 'provisional';

/** Something that a plugin declares of itself. A requirement looks at nothing else. */
export type Requirement =
  | {
      readonly [C in keyof StoreCapabilities]: {
        readonly capability: C;
        readonly is: readonly StoreCapabilities[C][];
      };
    }[keyof StoreCapabilities]
  | {
      readonly [C in keyof BindingCapabilities]: {
        readonly capability: C;
        readonly is: readonly BindingCapabilities[C][];
      };
    }[keyof BindingCapabilities]
  /** The manifest has a secret field, a policy format, limits of tags, an optional permission. */
  | { readonly declares: 'secret-fields' | 'policies' | 'tag-limits' | 'optional-permissions' };

/** One thing that a plugin must do, as data. One file each, named after the slug. */
export interface ConformanceCase {
  /** `area/what-is-so`: never changed, never given to another case, never taken away. */
  readonly slug: string;
  readonly level: Level;
  readonly kind: 'store' | 'binding' | 'any';
  /** All of them must be declared; a plugin that declares otherwise is not asked. */
  readonly requires: readonly Requirement[];
  /** What is so when it passes, in one sentence. */
  readonly title: string;
  /** What goes wrong in the field when it does not hold. */
  readonly why: string;
  /** Where the rule is written: the contract, the vendor's document, an RFC. */
  readonly source: string;
  /** What the author of a plugin that fails does about it. */
  readonly remedy: string;
  /** @throws CaseFailure when it does not hold, CannotProve when the environment cannot show it */
  run(world: World): Promise<void>;
}

/** Gives a case its type; changes nothing. */
export function defineCase(definition: ConformanceCase): ConformanceCase {
  return definition;
}
