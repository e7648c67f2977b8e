import type { FaultSlug } from './fault-kinds.js';
import type { Impossible } from './scene.js';

const READS = new Set(['filesystem:Read', 'filesystem:List']);
const impossible = (why: string): Impossible => ({ impossible: why });

/** Whether a fault of the list can be met at an operation on files, or why not. */
export function fileFault(slug: FaultSlug, operation: string): Impossible | undefined {
  const isReload = operation === 'filesystem:Reload';
  switch (slug) {
    case '401':
      return impossible('a file system asks nobody who they are: see 403');
    case '412':
      return impossible('a file system takes no condition');
    case '429-retry-after':
      return impossible('a system that is out of file handles does not say until when');
    case 'reset':
      return impossible('there is no connection: what a network file system loses is an EIO, see 5xx');
    case '409':
      return isReload || READS.has(operation)
        ? impossible('nothing that is open or mounted is in its way')
        : undefined;
    case 'truncated':
    case 'stale-read':
      if (isReload || operation === 'filesystem:Remove') return impossible('it has no content');
      if (operation === 'filesystem:List') return impossible('each file that a list names is read by itself');
      return slug === 'stale-read' && operation === 'filesystem:Write'
        ? impossible('it is no read')
        : undefined;
    case 'wrong-serial':
      return operation === 'filesystem:Write'
        ? undefined
        : impossible('it neither takes a certificate nor tells a serial apart from the leaf');
    default:
      return undefined;
  }
}
