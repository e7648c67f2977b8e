import { curlSends } from './curl-sends.js';
import type { Impossible } from './fault.js';
import {
  type AnsweredShape,
  type FaultAnswer,
  type FaultProxyOptions,
  type ProxiedAnswer,
  type ProxiedRequest,
  startFaultProxy,
} from './fault-proxy.js';
import type { RequestKind } from './request-kind.js';
import type { Stage } from './stage.js';

/** What the proxy does for a stage. */
type Proxied = 'moves' | 'wire' | 'arm' | 'heal' | 'waiting' | 'connections';

/** What is particular about a service that speaks HTTP; the proxy does the rest. */
export interface HttpStageDefinition extends Pick<FaultProxyOptions, 'admit' | 'route' | 'answered'> {
  /** Where the service listens. */
  readonly upstream: string;
  /** Every request that the plugin may send, by the name that `name` gives it. */
  readonly requests: Readonly<Record<string, RequestKind>>;
  /** The service's own name of a request; undefined for one that is not known. */
  name(request: ProxiedRequest): string | undefined;
  /** How the service says it. @param said the body of the request, for `echo` */
  faultShapes(shape: AnsweredShape, name: string, said: string): FaultAnswer | Impossible;
  /** Whether a request and its answer only found out how to authenticate. */
  isHandshake?(request: ProxiedRequest, answer: ProxiedAnswer): boolean;
  /** The other parts of the stage. @param url where the plugin must be sent */
  stage(url: string): Omit<Stage, Proxied>;
}

/** A stage on a service that speaks HTTP, behind the fault proxy. */
export async function startHttpStage(definition: HttpStageDefinition): Promise<Stage> {
  const { upstream, requests, faultShapes, isHandshake, admit, route, answered } = definition;
  const kinds = Object.entries(requests);
  const proxy = await startFaultProxy({
    upstream,
    identify: (asked) => {
      const name = definition.name(asked);
      const kind = name === undefined ? undefined : requests[name];
      if (name === undefined || kind === undefined) return undefined;
      return { name, operations: [kind.operation], write: kind.write === true, moves: kind.moves ?? [] };
    },
    namesOf: (place) =>
      kinds
        .filter(([, { operation, moves }]) =>
          'move' in place ? moves?.includes(place.move) : operation === place.operation,
        )
        .map(([name]) => name),
    faultShapes,
    ...(isHandshake ? { isHandshake } : {}),
    ...(admit ? { admit } : {}),
    ...(route ? { route } : {}),
    ...(answered ? { answered } : {}),
  });
  const parts = definition.stage(proxy.url);
  const sentByCurl = (command: string) => {
    try {
      const asked = curlSends(command);
      const name = asked && definition.name(asked);
      return name === undefined ? undefined : requests[name]?.operation;
    } catch {
      // A request that is told by its body: a command makes that as it runs.
      return undefined;
    }
  };
  return {
    commandSends: sentByCurl,
    ...parts,
    moves: new Set(kinds.flatMap(([, { moves }]) => moves ?? [])),
    wire: () => [...proxy.requests],
    arm: (order) => proxy.arm(order),
    heal: () => proxy.heal(),
    waiting: () => proxy.waiting(),
    connections: () => proxy.connections(),
    reset: async () => {
      proxy.reset();
      await proxy.idle();
      await parts.reset();
    },
    close: async () => {
      await proxy.close();
      await parts.close();
    },
  };
}
