import type { Plugin } from '@certctl/plugin-api';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import type { Stage } from './stage.js';

/**
 * How near to the real service it is. `embedded`: a double in this process. `container`: somebody else's double,
 * in a container. `endpoint`: a URL, or an account.
 */
export type Tier = 'embedded' | 'container' | 'endpoint';

/** A case that the environment cannot show, and why. It is skipped with that reason, never passed. */
export interface Unprovable {
  readonly slug: string;
  readonly reason: string;
}

/** A service to run cases against, with a way to look at it past the plugin. */
export interface Environment {
  readonly brand: typeof ENVIRONMENT_BRAND;
  /** `fake-acm`: what `--env` names it by. */
  readonly name: string;
  readonly title: string;
  readonly tier: Tier;
  /** Types of the plugins that it is for. */
  readonly serves: readonly string[];
  readonly cannot: readonly Unprovable[];
  /** What a result from here does not show, in words for people who read the report. */
  readonly notProven: readonly string[];
  start(options: StartOptions): Promise<Stage>;
  /**
   * Removes what a run has left behind that could not clean up after itself: all that carries its id, and nothing
   * else. Absent where nothing outlives the process.
   *
   * @returns what was removed, by its references
   */
  sweep?(runId: string): Promise<readonly string[]>;
}

export interface StartOptions {
  readonly plugin: Plugin;
  /** Names everything that is made outside of this process, so that it can be told apart and cleaned up. */
  readonly runId: string;
  /** The cases that will be run, for an environment that says before what they cost. */
  readonly cases?: readonly ConformanceCase[];
  /** Takes a line for the person who started the run. */
  readonly announce?: (line: string) => void;
}

/** The same in every copy of this module: a plugin's author and the command may have one each. */
export const ENVIRONMENT_BRAND = 'certctl.environment/1';

/**
 * Makes an environment of its definition.
 *
 * @example
 * export default defineEnvironment({
 *   name: 'acme-cloud', title: 'A double of Acme Cloud', tier: 'embedded', serves: ['AcmeCloud'],
 *   start: () => startHttpStage({ upstream, target, identify, answers, observe, seed, reset, close }),
 * });
 */
export function defineEnvironment(
  definition: Omit<Environment, 'brand' | 'cannot' | 'notProven'> &
    Partial<Pick<Environment, 'cannot' | 'notProven'>>,
): Environment {
  return Object.freeze({ cannot: [], notProven: [], ...definition, brand: ENVIRONMENT_BRAND });
}

export function isEnvironment(value: unknown): value is Environment {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'brand') === ENVIRONMENT_BRAND;
}
