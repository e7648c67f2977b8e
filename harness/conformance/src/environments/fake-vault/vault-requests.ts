import type { ProxiedRequest } from '../../environment/fault-proxy.js';
import type { RequestKind } from '../../environment/request-kind.js';

const VAULT = 'Microsoft.KeyVault/vaults';

/** Every request of a vault, and of the records of who wrote to it, that a plugin may send. */
export const VAULT_REQUESTS: Readonly<Record<string, RequestKind>> = {
  ImportCertificate: { operation: `${VAULT}/certificates/import/action`, write: true, moves: ['import'] },
  GetCertificate: { operation: `${VAULT}/certificates/read`, moves: ['read', 'inspect'] },
  GetCertificateVersion: { operation: `${VAULT}/certificates/read`, moves: ['readTags'] },
  GetDeletedCertificate: { operation: `${VAULT}/certificates/read` },
  GetCertificates: { operation: `${VAULT}/certificates/read`, moves: ['discover'] },
  GetCertificateVersions: { operation: `${VAULT}/certificates/listversions/read` },
  UpdateCertificate: { operation: `${VAULT}/certificates/update/action`, write: true, moves: ['disable'] },
  RecoverDeletedCertificate: {
    operation: `${VAULT}/certificates/recover/action`,
    write: true,
    moves: ['undelete'],
  },
  DeleteCertificate: { operation: `${VAULT}/certificates/delete`, write: true, moves: ['redelete'] },
  GetSecret: { operation: `${VAULT}/secrets/getSecret/action`, moves: ['readKeyBack'] },
  ActivityLogs: { operation: 'Microsoft.Insights/eventtypes/values/read' },
  QueryLogs: { operation: 'Microsoft.OperationalInsights/workspaces/query/read' },
  Challenge: { operation: `${VAULT}/certificates/read` },
};

/** Paths of https://learn.microsoft.com/rest/api/keyvault/; the first that matches holds. */
const PATHS: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /^\/certificates\/[^/]+\/import$/, 'ImportCertificate'],
  ['GET', /^\/certificates$/, 'GetCertificates'],
  ['GET', /^\/certificates\/[^/]+\/versions$/, 'GetCertificateVersions'],
  ['GET', /^\/certificates\/[^/]+\/?$/, 'GetCertificate'],
  ['GET', /^\/certificates\/[^/]+\/[^/]+$/, 'GetCertificateVersion'],
  ['PATCH', /^\/certificates\/[^/]+\/[^/]+$/, 'UpdateCertificate'],
  ['DELETE', /^\/certificates\/[^/]+$/, 'DeleteCertificate'],
  ['GET', /^\/deletedcertificates\/[^/]+$/, 'GetDeletedCertificate'],
  ['POST', /^\/deletedcertificates\/[^/]+\/recover$/, 'RecoverDeletedCertificate'],
  [
    'GET',
    /^\/subscriptions\/[^/]+\/providers\/Microsoft\.Insights\/eventtypes\/management\/values$/,
    'ActivityLogs',
  ],
  ['POST', /^\/v1\/workspaces\/[^/]+\/query$/, 'QueryLogs'],
  ['GET', /^\/secrets\/[^/]+\/[^/]*$/, 'GetSecret'],
];

/** A client comes without its token first, to be told where to get one. */
export function vaultRequestName({ method, path, headers }: ProxiedRequest): string | undefined {
  if (headers.authorization === undefined) return 'Challenge';
  const [pathname = ''] = path.split('?');
  return PATHS.find(([verb, pattern]) => verb === method && pattern.test(pathname))?.[2];
}
