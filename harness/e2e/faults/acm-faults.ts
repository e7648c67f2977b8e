import type { AcmFault } from '@certctl/emulators';
import type { FaultSlug } from './fault-kinds.js';
import type { Impossible } from './scene.js';
import { isOfTheWire, type Meaning, wireFault } from './wire-faults.js';

/** Operations that name a certificate, which may be gone. */
const NAMES_ONE = new Set([
  'DescribeCertificate',
  'GetCertificate',
  'ListTagsForCertificate',
  'AddTagsToCertificate',
  'RemoveTagsFromCertificate',
  'DeleteCertificate',
  'ImportCertificate',
]);

/** The conflicts of the API's model: https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html */
const CONFLICT: Readonly<Record<string, string>> = {
  ImportCertificate: 'ConflictException',
  GetCertificate: 'RequestInProgressException',
  DeleteCertificate: 'ResourceInUseException',
};

const IDENTITY = new Set(['GetCallerIdentity', 'AssumeRole']);
const WRITES = /^(Import|Add|Remove|Delete)/;

const error = (name: string, status = 400): AcmFault => ({ kind: 'error', name, message: 'a fault', status });
const impossible = (why: string): Impossible => ({ impossible: why });

/** A fault of the list in the words of AWS, at one operation. AWS says by the name what others say by the status. */
export function acmFault(slug: FaultSlug, operation: string): Meaning<AcmFault> | Impossible {
  if (isOfTheWire(slug)) return wireFault(slug);
  switch (slug) {
    case '401':
      return {
        fault: error(IDENTITY.has(operation) ? 'ExpiredToken' : 'ExpiredTokenException', 403),
        forGood: true,
      };
    case '403':
      return {
        fault: error(IDENTITY.has(operation) ? 'AccessDenied' : 'AccessDeniedException', 403),
        forGood: true,
      };
    case '404':
      return NAMES_ONE.has(operation)
        ? { fault: error('ResourceNotFoundException') }
        : impossible('it names nothing that could be missing');
    case '409': {
      const name = CONFLICT[operation];
      return name === undefined ? impossible('the API models no conflict for it') : { fault: error(name) };
    }
    case '412':
      return impossible('AWS takes no condition with it');
    case 'stale-read':
      if (IDENTITY.has(operation)) return impossible('who the caller is has no earlier state');
      return WRITES.test(operation) ? impossible('it is no read') : { fault: { kind: 'stale-read' } };
    case 'wrong-serial':
      if (operation === 'ImportCertificate') return { fault: { kind: 'wrong-certificate' } };
      if (operation === 'DescribeCertificate') return { fault: { kind: 'wrong-serial' } };
      return impossible('it neither takes a certificate nor tells a serial apart from the leaf');
    case 'second-writer':
      if (IDENTITY.has(operation))
        return impossible(
          'it comes before the first look: whoever writes then has written before the deploy',
        );
      return { fault: { kind: 'second-writer', when: 'after-effect' } };
  }
}
