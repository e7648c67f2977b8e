import type { Elbv2Fault } from '@certctl/emulators';
import type { FaultSlug } from './fault-kinds.js';
import type { Impossible } from './scene.js';
import { isOfTheWire, type Meaning, wireFault } from './wire-faults.js';

const error = (name: string, status = 400): Elbv2Fault => ({
  kind: 'error',
  name,
  message: 'a fault',
  status,
});
const impossible = (why: string): Impossible => ({ impossible: why });

const WRITES = /^(Modify|Add|Remove)/;

/** What an operation names that may be missing: the certificate where it is given one, otherwise the listener. */
function missing(operation: string): string | undefined {
  if (operation === 'DescribeAccountLimits') return undefined;
  return /^(Modify|Add|Remove)/.test(operation) ? 'CertificateNotFound' : 'ListenerNotFound';
}

/** A fault of the list in the words of Elastic Load Balancing, at one operation. */
export function listenerFault(slug: FaultSlug, operation: string): Meaning<Elbv2Fault> | Impossible {
  if (isOfTheWire(slug)) return wireFault(slug);
  switch (slug) {
    case '401':
      return { fault: error('ExpiredToken', 403), forGood: true };
    case '403':
      return { fault: error('AccessDenied', 403), forGood: true };
    case '404': {
      const name = missing(operation);
      return name === undefined
        ? impossible('it names nothing that could be missing')
        : { fault: error(name) };
    }
    case '409':
      return impossible('the API models no conflict for it');
    case '412':
      return impossible('AWS takes no condition with it');
    case 'stale-read':
      if (operation === 'DescribeAccountLimits') return impossible('a limit has no earlier state');
      return WRITES.test(operation) ? impossible('it is no read') : { fault: { kind: 'stale-read' } };
    case 'wrong-serial':
      return operation === 'ModifyListener'
        ? { fault: { kind: 'wrong-certificate' } }
        : impossible('it neither sets a default nor tells a serial');
    case 'second-writer':
      return operation === 'DescribeAccountLimits'
        ? impossible('it names no listener that somebody could write to')
        : { fault: { kind: 'second-writer', when: 'after-effect' } };
  }
}

/** Whether a fault of the list can be met by a handshake, or why not. */
export function handshakeFault(slug: FaultSlug): Impossible | undefined {
  switch (slug) {
    case '401':
    case '403':
      return impossible('a handshake asks nobody for a permission');
    case '404':
    case '409':
    case '412':
      return impossible('a handshake names no resource');
    case '429':
    case '429-retry-after':
    case '429-for-good':
      return impossible('nobody throttles a handshake with an answer: see reset');
    case 'second-writer':
      return impossible('who writes is met at DescribeListeners');
    default:
      return undefined;
  }
}
