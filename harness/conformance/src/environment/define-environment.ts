import type { Plugin } from '@certctl/plugin-api';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import type { Stage } from './stage.js';

/**
 * Where the service is. `embedded`: in this process, or on this machine. `container`: somebody else's double, in a
 * container. `endpoint`: at a URL, or in an account.
 */
export type Tier = 'embedded' | 'container' | 'endpoint';

/**
 * What the plugin works on. `double`: something that stands in for the service. `real`: the thing itself, such as files
 * of this machine. `unknown`: whatever answers at an address.
 */
export type ServiceKind = 'double' | 'real' | 'unknown';

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
  /** @default 'unknown' for the tier `endpoint`, `'double'` for the others */
  readonly service: ServiceKind;
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
 *   name: 'acme-double',
 *   title: 'a double of Acme Cloud',
 *   tier: 'embedded',
 *   serves: ['AcmeCloud'],
 *   start: async () => {
 *     const double = await startAcmeDouble();
 *     return startHttpStage({
 *       upstream: double.url,
 *       requests: { PutCertificate: { operation: 'acme:PutCertificate', write: true, moves: ['import'] } },
 *       name: ({ method }) => (method === 'PUT' ? 'PutCertificate' : undefined),
 *       faultShapes: (shape) => ({ status: Number.parseInt(shape, 10) || 500 }),
 *       stage: (url) => ({
 *         host: { http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true } },
 *         target: (name) => ({ url, name }),
 *         observe: async () => double.everything(),
 *         seed: async (seed) => double.put(seed),
 *         reset: async () => double.clear(),
 *         close: () => double.close(),
 *       }),
 *     });
 *   },
 * });
 */
export function defineEnvironment(
  definition: Omit<Environment, 'brand' | 'service' | 'cannot' | 'notProven'> &
    Partial<Pick<Environment, 'service' | 'cannot' | 'notProven'>>,
): Environment {
  const service = definition.tier === 'endpoint' ? 'unknown' : 'double';
  return Object.freeze({ service, cannot: [], notProven: [], ...definition, brand: ENVIRONMENT_BRAND });
}

export function isEnvironment(value: unknown): value is Environment {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'brand') === ENVIRONMENT_BRAND;
}
