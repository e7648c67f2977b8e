import type { VaultFault } from '@certctl/emulators';
import type { FaultSlug } from './fault-kinds.js';
import type { Impossible } from './scene.js';
import { isOfTheWire, type Meaning, wireFault } from './wire-faults.js';

const LISTS = new Set(['GetCertificates', 'GetCertificateVersions']);
/** Of Entra ID: how a client comes to its token. */
export const TOKEN_REQUESTS = new Set(['Discovery', 'Token']);
const WRITES = /^(Import|Update|Delete|Recover)/;

/** The inner code of the conflict that the service models for an operation on a name. */
function conflictOf(operation: string): string {
  return operation.startsWith('Recover') ? 'ObjectIsBeingRecovered' : 'ObjectIsBeingDeleted';
}

function absenceOf(operation: string): string {
  if (operation === 'GetSecret') return 'SecretNotFound';
  return operation.includes('Deleted') ? 'DeletedCertificateNotFound' : 'CertificateNotFound';
}

const error = (status: number, name: string, inner?: string): VaultFault => ({
  kind: 'error',
  name,
  message: 'a fault',
  status,
  ...(inner === undefined ? {} : { inner }),
});
const impossible = (why: string): Impossible => ({ impossible: why });

/** A fault of the list in the words of Key Vault, or of Entra ID, at one request. */
export function vaultFault(slug: FaultSlug, operation: string): Meaning<VaultFault> | Impossible {
  const isToken = TOKEN_REQUESTS.has(operation);
  if (operation === 'Challenge') {
    const only = [
      '429-retry-after',
      '429',
      '429-for-good',
      '5xx',
      '5xx-for-good',
      'reset',
      'slow',
      'truncated',
    ];
    if (!only.includes(slug) && slug !== 'timeout-after-effect')
      return impossible('it asks nothing but how to authenticate, and its answer is a 401');
  }
  if (isOfTheWire(slug)) return wireFault(slug);
  switch (slug) {
    case '401':
      if (operation === 'Discovery') return impossible('what it asks is told to everybody');
      return isToken
        ? { fault: error(401, 'invalid_client'), forGood: true }
        : { fault: error(401, 'Unauthorized'), forGood: true };
    case '403':
      return isToken
        ? impossible('Entra ID refuses a client with 400 or 401: see 401')
        : { fault: error(403, 'Forbidden', 'ForbiddenByRbac'), forGood: true };
    case '404':
      if (isToken) return impossible('an unknown tenant or client is a 400 or 401: see 401');
      if (LISTS.has(operation) && operation !== 'GetCertificateVersions')
        return impossible('it names nothing that could be missing');
      if (operation === 'ImportCertificate') return impossible('an import makes the name that is missing');
      return { fault: error(404, absenceOf(operation)) };
    case '409':
      if (isToken || operation === 'GetCertificates') return impossible('no other operation is in its way');
      return { fault: error(409, 'Conflict', conflictOf(operation)) };
    case '412':
      return impossible('Key Vault takes no condition with it');
    case 'stale-read':
      if (isToken) return impossible('a token has no earlier state');
      if (WRITES.test(operation)) return impossible('it is no read');
      if (operation === 'GetCertificate') return { fault: { kind: 'stale-read' } };
      if (operation === 'GetSecret')
        return impossible('it names a version, and what a version holds never changes');
      return operation === 'GetDeletedCertificate'
        ? impossible('before its last change the name was not deleted, or deleted: see 404')
        : impossible('each certificate that a list names is read by itself: see GetCertificate');
    case 'wrong-serial':
      if (operation === 'ImportCertificate') return { fault: { kind: 'wrong-certificate' } };
      return impossible('it neither takes a certificate nor tells a serial apart from the leaf');
    case 'second-writer':
      if (isToken)
        return impossible(
          'it comes before the first look: whoever writes then has written before the deploy',
        );
      if (operation === 'GetCertificates')
        return impossible('each certificate that a list names is read by itself: see GetCertificate');
      return { fault: { kind: 'second-writer', when: 'after-effect' } };
  }
}
