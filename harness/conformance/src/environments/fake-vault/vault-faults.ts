import type { Impossible } from '../../environment/fault.js';
import type { AnsweredShape, FaultAnswer } from '../../environment/fault-proxy.js';

const ABSENT: Readonly<Record<string, string>> = {
  GetSecret: 'SecretNotFound',
  GetDeletedCertificate: 'DeletedCertificateNotFound',
  RecoverDeletedCertificate: 'DeletedCertificateNotFound',
};

/** How Key Vault says what went wrong. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
export function vaultFaultShapes(shape: AnsweredShape, name: string, said: string): FaultAnswer | Impossible {
  if (name === 'Challenge') return { impossible: 'it asks nothing but how to authenticate' };
  switch (shape) {
    case '401':
      return error(401, 'Unauthorized');
    case '403':
      return error(403, 'Forbidden', 'ForbiddenByRbac');
    case '404':
      if (name === 'ImportCertificate' || name === 'GetCertificates')
        return { impossible: 'it names nothing that could be missing' };
      return error(404, ABSENT[name] ?? 'CertificateNotFound');
    case '409':
      if (name === 'GetCertificates') return { impossible: 'no other operation is in its way' };
      return error(409, 'Conflict', 'ObjectIsBeingDeleted');
    case '412':
      return { impossible: 'Key Vault takes no condition with it' };
    case '429':
      return error(429, 'Throttled');
    case '429-retry-after':
      return { ...error(429, 'Throttled'), headers: { ...JSON_HEADERS, 'retry-after': '1' } };
    case 'invalid':
      return error(400, 'BadParameter');
    case 'echo':
      return error(400, 'BadParameter', undefined, `cannot read ${said}`);
    case '5xx':
      return { status: 503 };
  }
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function error(status: number, code: string, inner?: string, message = 'a fault of the test'): FaultAnswer {
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return { status, headers: JSON_HEADERS, body: JSON.stringify({ error: { code, message, ...innererror } }) };
}
