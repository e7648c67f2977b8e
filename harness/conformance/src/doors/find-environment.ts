import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, StorePlugin } from '@certctl/plugin-api';
import { type Environment, isEnvironment } from '../environment/define-environment.js';
import { awsAcmEndpoint } from '../environments/aws-acm-endpoint/aws-acm-endpoint.js';
import { azureKeyVaultEndpoint } from '../environments/azure-key-vault-endpoint/azure-key-vault-endpoint.js';
import { fakeAcm } from '../environments/fake-acm/fake-acm-environment.js';
import { fakeElbv2 } from '../environments/fake-elbv2/fake-elbv2-environment.js';
import { fakeVault } from '../environments/fake-vault/fake-vault-environment.js';
import { folder } from '../environments/folder/folder-environment.js';
import { ConformanceError } from './conformance-error.js';
import { type InstalledPackage, importFrom } from './installed-package.js';
import { lendSuite } from './lend-suite.js';

/** What a run may say about an endpoint. */
export interface EndpointChoice {
  /** URL of the service, or of what stands in for it. */
  readonly endpoint?: string;
  /** The account, or the vault's host, that may be written to. */
  readonly allowRealAccount?: string;
}

/** The environments that come with the suite. Consumers need a store whose certificates they use. */
export function builtIn(stores: readonly StorePlugin[] = []): readonly Environment[] {
  const acm = stores.find(({ type }) => type === 'AWSACM');
  return [fakeAcm(), fakeVault(), folder(), ...(acm ? [fakeElbv2({ store: acm })] : [])];
}

export interface Wanted {
  readonly plugin: Plugin;
  /** The package that it came in. */
  readonly packed: InstalledPackage;
  /** Name of an environment of the suite, or a file that exports one by default. */
  readonly named?: string;
  readonly choice?: EndpointChoice;
  /** Plugins of stores, one of which a binding may be tried with. */
  readonly stores?: readonly StorePlugin[];
}

/** Those that are never taken unless they are named: what they reach may be real. */
const ENDPOINTS: Readonly<Record<string, (choice: EndpointChoice) => Environment>> = {
  'aws-acm-endpoint': ({ endpoint, ...choice }) => {
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const region = AWS_REGION ?? AWS_DEFAULT_REGION;
    return awsAcmEndpoint({
      ...choice,
      ...(endpoint === undefined ? {} : { url: endpoint }),
      ...(region === undefined ? {} : { region }),
    });
  },
  'azure-key-vault-endpoint': ({ endpoint: url, ...choice }) => {
    if (url === undefined) throw new ConformanceError('which vault? Give its URL with --endpoint');
    const token = process.env.CERTCTL_CONFORMANCE_VAULT_TOKEN;
    return azureKeyVaultEndpoint({ ...choice, url, ...(token === undefined ? {} : { token }) });
  },
};

/**
 * The environment to run in: the one that is named, or a file that exports one by default; otherwise the package's
 * own (its entry `./conformance`), or one of ours that is for the plugin's type.
 *
 * @throws ConformanceError when there is none
 */
export async function findEnvironment({
  plugin,
  packed,
  named,
  choice = {},
  stores = [],
}: Wanted): Promise<Environment> {
  const known = builtIn(stores);
  if (named !== undefined) return namedEnvironment(named, known, choice);
  const found = (await ownOf(packed)) ?? known.find(({ serves }) => serves.includes(plugin.type));
  if (found) return found;
  throw new ConformanceError(
    `there is no environment for ${plugin.type}: give one with --env, or export one from ./conformance of the package`,
  );
}

/** The environment of that name, or of a file. @throws ConformanceError when there is none */
export async function namedEnvironment(
  named: string,
  known: readonly Environment[],
  choice: EndpointChoice,
): Promise<Environment> {
  const endpoint = Object.hasOwn(ENDPOINTS, named) ? ENDPOINTS[named] : undefined;
  if (endpoint) return endpoint(choice);
  const [given] = Object.keys(choice);
  if (given !== undefined) {
    throw new ConformanceError(
      `only ${Object.keys(ENDPOINTS).join(' and ')} take an endpoint and an account`,
    );
  }
  const built = known.find(({ name }) => name === named);
  return built ?? (existsSync(named) ? fromFile(named) : unknown(named, known));
}

async function fromFile(path: string): Promise<Environment> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    throw new ConformanceError(
      `${path} cannot be imported: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (isEnvironment(module.default)) return module.default;
  throw new ConformanceError(`${path} does not export by default what defineEnvironment made`);
}

function unknown(named: string, known: readonly Environment[]): never {
  throw new ConformanceError(
    `${named} is no environment and no file; the suite has ${[...known.map(({ name }) => name), ...Object.keys(ENDPOINTS)].join(', ')}`,
  );
}

async function ownOf({ manifest, room }: InstalledPackage): Promise<Environment | undefined> {
  const { name, exports } = manifest;
  if (typeof exports !== 'object' || exports === null || !('./conformance' in exports)) return undefined;
  lendSuite(room);
  const module = await importFrom(room, `${name}/conformance`);
  if (isEnvironment(module.default)) return module.default;
  throw new ConformanceError(`${name}/conformance does not export by default what defineEnvironment made`);
}
