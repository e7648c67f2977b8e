import { ClientWire, type ClientWireOptions } from './client-wire.js';
import type { Stage } from './stage.js';

/** What the wire does for a stage. */
type Wired = 'moves' | 'wire' | 'arm' | 'heal';

/** What is particular about a service that does not speak HTTP. */
export interface ClientStageDefinition extends ClientWireOptions {
  /**
   * Starts the service, and gives the other parts of the stage.
   *
   * @param wire through which every call of the plugin must be handed
   */
  stage(wire: ClientWire): Promise<Omit<Stage, Wired>>;
}

/** A stage on a service that does not speak HTTP: no proxy stands before it, and its calls are handed on by hand. */
export async function startClientStage(definition: ClientStageDefinition): Promise<Stage> {
  const wire = new ClientWire(definition);
  const parts = await definition.stage(wire);
  return {
    ...parts,
    moves: new Set(Object.values(definition.calls).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      wire.reset();
      await parts.reset();
    },
    close: async () => {
      wire.heal();
      await parts.close();
    },
  };
}
