import type { WireRequest } from '../server/wire.js';
import type { Access } from './access.js';
import {
  deleteCertificate,
  getDeletedCertificate,
  purgeDeletedCertificate,
  recoverDeletedCertificate,
} from './operations/delete-certificate.js';
import { getSecret } from './operations/get-secret.js';
import { importCertificate } from './operations/import-certificate.js';
import { listCertificates, listDeletedCertificates, listVersions } from './operations/list-certificates.js';
import { getCertificate, getCertificatePolicy } from './operations/read-certificate.js';
import { updateCertificate, updateCertificatePolicy } from './operations/update-certificate.js';
import { getKey, unwrapKey, wrapKey } from './operations/wrap-key.js';
import type { VaultOperation } from './vault-call.js';

/** An operation that is emulated, and the requests that mean it. */
interface Operation {
  readonly operation: string;
  readonly method: string;
  /** `{name}` and `{version}` stand for a segment. */
  readonly path: string;
  readonly access: Access;
  readonly run: VaultOperation;
}

/** Where a request goes. */
export interface Route {
  readonly operation: string;
  readonly collection: string;
  readonly name: string;
  readonly version: string | undefined;
  /** undefined: no operation that is emulated. */
  readonly found: Operation | undefined;
}

const certificates = (permission: string, ...dataActions: [string, ...string[]]): Access => ({
  on: 'certificates',
  permission,
  dataActions,
});

const read = certificates('get', 'certificates/read');
const list = certificates('list', 'certificates/read');
// The runbook's role prints the second of the two; no list of Azure's operations has it.
const versions = certificates('list', 'certificates/read', 'certificates/listversions/read');
const update = certificates('update', 'certificates/update/action');
const secret: Access = { on: 'secrets', permission: 'get', dataActions: ['secrets/getSecret/action'] };

const key = (permission: string, dataAction: string): Access => ({
  on: 'keys',
  permission,
  dataActions: [`keys/${dataAction}`],
});

const operation = (method: string, path: string, operation: string, access: Access, run: VaultOperation) => ({
  operation,
  method,
  path,
  access,
  run,
});

/** In the order in which they are tried: a literal segment before a placeholder. */
const OPERATIONS: readonly Operation[] = [
  operation('GET', 'certificates', 'GetCertificates', list, listCertificates),
  operation(
    'POST',
    'certificates/{name}/import',
    'ImportCertificate',
    certificates('import', 'certificates/import/action'),
    importCertificate,
  ),
  operation('GET', 'certificates/{name}/versions', 'GetCertificateVersions', versions, listVersions),
  operation('GET', 'certificates/{name}/policy', 'GetCertificatePolicy', read, getCertificatePolicy),
  operation(
    'PATCH',
    'certificates/{name}/policy',
    'UpdateCertificatePolicy',
    update,
    updateCertificatePolicy,
  ),
  operation('GET', 'certificates/{name}', 'GetCertificate', read, getCertificate),
  operation('GET', 'certificates/{name}/{version}', 'GetCertificate', read, getCertificate),
  operation('PATCH', 'certificates/{name}', 'UpdateCertificate', update, updateCertificate),
  operation('PATCH', 'certificates/{name}/{version}', 'UpdateCertificate', update, updateCertificate),
  operation(
    'DELETE',
    'certificates/{name}',
    'DeleteCertificate',
    certificates('delete', 'certificates/delete'),
    deleteCertificate,
  ),
  operation('GET', 'deletedcertificates', 'GetDeletedCertificates', list, listDeletedCertificates),
  operation('GET', 'deletedcertificates/{name}', 'GetDeletedCertificate', read, getDeletedCertificate),
  operation(
    'POST',
    'deletedcertificates/{name}/recover',
    'RecoverDeletedCertificate',
    certificates('recover', 'certificates/recover/action'),
    recoverDeletedCertificate,
  ),
  operation(
    'DELETE',
    'deletedcertificates/{name}',
    'PurgeDeletedCertificate',
    certificates('purge', 'certificates/purge/action'),
    purgeDeletedCertificate,
  ),
  operation('GET', 'secrets/{name}', 'GetSecret', secret, getSecret),
  operation('GET', 'secrets/{name}/{version}', 'GetSecret', secret, getSecret),
  operation('GET', 'keys/{name}', 'GetKey', key('get', 'read'), getKey),
  operation('GET', 'keys/{name}/{version}', 'GetKey', key('get', 'read'), getKey),
  operation('POST', 'keys/{name}/{version}/wrapkey', 'WrapKey', key('wrapkey', 'wrap/action'), wrapKey),
  operation(
    'POST',
    'keys/{name}/{version}/unwrapkey',
    'UnwrapKey',
    key('unwrapkey', 'unwrap/action'),
    unwrapKey,
  ),
];

export function routeOf({ method, path }: WireRequest): Route {
  // The SDK reads the latest version as one without a name: `/certificates/x/`.
  const segments = path.split('/').slice(1).map(decoded);
  if (segments.length > 1 && segments.at(-1) === '') segments.pop();
  const found = OPERATIONS.find((one) => one.method === method && fits(one.path.split('/'), segments));
  const versioned = found?.path.includes('{version}') === true;
  return {
    operation: found?.operation ?? `${method} ${segments.at(0) ?? ''}`,
    collection: segments[0] ?? '',
    name: segments[1] ?? '',
    version: versioned ? segments[2] : undefined,
    found,
  };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) => part.startsWith('{') || part === segments[at])
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not an encoding: the segment stands for itself, and no rule of names lets it through.
    return segment;
  }
}
