import type { Clock } from '../server/clock.js';
import { refuse } from '../server/rule.js';
import type { VaultCertificate, VaultStore, VaultVersion } from './certificate-store.js';
import type { VaultKeys } from './keys/vault-keys.js';
import type { RequestBody } from './request-body.js';
import { certificateRules } from './rules/certificate-rules.js';
import { deleteRules } from './rules/delete-rules.js';
import type { VaultSettings } from './settings.js';
import type { VaultFault } from './vault-fault.js';
import type { VaultPrincipal } from './vault-principals.js';

/** One authenticated call, with what it works on. */
export interface VaultCall {
  readonly store: VaultStore;
  readonly keys: VaultKeys;
  readonly settings: VaultSettings;
  readonly clock: Clock;
  readonly principal: VaultPrincipal;
  /** Where the request came to; the ids of the answer begin with it. */
  readonly baseUrl: string;
  /** As messages tell it: name and location. */
  readonly vault: string;
  readonly apiVersion: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: RequestBody;
  /** '' where the operation has none. */
  readonly name: string;
  readonly version: string | undefined;
  /** Faults of this call that are Key Vault's own. */
  readonly faults: readonly VaultFault[];
}

/** An operation gives its output; `undefined` is an empty answer with 204. */
export type VaultOperation = (call: VaultCall) => object | undefined | Promise<object | undefined>;

export function hasFault(call: VaultCall, kind: VaultFault['kind']): boolean {
  return call.faults.some((fault) => fault.kind === kind);
}

/** The active certificate of the call's name. */
export function activeCertificate(call: VaultCall, notFound: () => never): VaultCertificate {
  const now = call.clock.now();
  const found = call.store.get(call.name, now);
  return found?.status(now) === 'active' ? found : notFound();
}

/** The version that a call reads: the one that it names, or the latest that can be seen at this moment. */
export function readVersion(call: VaultCall, notFound: () => never): [VaultCertificate, VaultVersion] {
  const certificate = activeCertificate(call, notFound);
  const version =
    call.version === undefined ? latestSeen(certificate, call) : certificate.version(call.version);
  return [certificate, version ?? notFound()];
}

function latestSeen(certificate: VaultCertificate, call: VaultCall): VaultVersion | undefined {
  return hasFault(call, 'stale-read') ? certificate.previous : certificate.visible(call.clock.now());
}

export function certificateNotFound({ name, version }: VaultCall): never {
  refuse(certificateRules.found, { id: version === undefined ? name : `${name}/versions/${version}` });
}

/** What is to be changed may be neither in the middle of a deletion nor of a recovery. */
export function refuseInTransition(call: VaultCall): void {
  const now = call.clock.now();
  const status = call.store.get(call.name, now)?.status(now);
  if (status === 'deleting') refuse(deleteRules.isBeingDeleted, { name: call.name });
  if (status === 'recovering') refuse(deleteRules.isBeingRecovered, { name: call.name });
}
