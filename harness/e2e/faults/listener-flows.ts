import { ListenerScene } from './listener-scene.js';
import type { Flow } from './scene.js';

const plugin = 'elbv2';
const IS_OURS = /Listener|AccountLimits|Handshake/;
/** The second of two listeners may not be changed; the call after it is the first of the way back. */
const SECOND_DENIED = {
  operation: 'ModifyListener',
  kind: 'error',
  name: 'AccessDenied',
  message: 'denied',
  status: 403,
  on: { nth: 2 },
} as const;

/** The flows in which the plugin for listeners makes its calls, and those of ACM that are others with a binding. */
export const listenerFlows: readonly Flow[] = [
  {
    plugin,
    slug: 'first-deploy',
    what: 'two listeners with a certificate of somebody else are pointed at a fresh one, each proven by a handshake',
    // What is looked at before is the same at both.
    rows: ({ operation, moment, nth }) => IS_OURS.test(operation) && (moment !== 'before' || nth === 1),
    create: () => ListenerScene.create({ slots: ['first', 'second'], before: 'stranger' }),
  },
  {
    plugin,
    slug: 'renewal',
    what: 'in place, as a role: the listener is not touched, and shows the new certificate',
    rows: ({ operation, moment, nth }) =>
      (IS_OURS.test(operation) && moment !== 'before') || (operation === 'AssumeRole' && nth === 2),
    create: () => ListenerScene.create({ slots: ['first'], before: 'ours', byRole: true }),
  },
  {
    plugin,
    slug: 'list',
    what: 'the list of a listener has a certificate that the target had before; it gets the present one, and loses that',
    rows: ({ operation }) => IS_OURS.test(operation),
    create: () => ListenerScene.create({ slots: ['list'], before: 'superseded' }),
  },
  {
    plugin,
    slug: 'list-full',
    what: 'the same where the list has as many as every account may have, and the account may have more',
    rows: ({ operation, moment }) => operation === 'DescribeAccountLimits' && moment === 'before',
    create: () => ListenerScene.create({ slots: ['list'], before: 'superseded', isFull: true }),
  },
  {
    plugin,
    slug: 'rollback',
    what: 'a list and a default have the fresh certificate already when the second listener refuses it',
    rows: ({ operation, moment }) =>
      moment === 'unbinding' && (IS_OURS.test(operation) || /^(Delete|Describe)Certificate$/.test(operation)),
    create: () =>
      ListenerScene.create({
        slots: ['list', 'first', 'second'],
        before: 'stranger',
        inUseGrace: 0,
        standing: [SECOND_DENIED],
      }),
  },
];
