import type { Stage } from '@certctl/conformance';
import type { RunningContainer } from '../start-container.js';

/** A stage whose container, or door to one, ends with it, also when the stage could not be made, or does not end well. */
export async function closedWith(
  running: Pick<RunningContainer, 'close'>,
  start: () => Promise<Stage>,
): Promise<Stage> {
  try {
    const stage = await start();
    return {
      ...stage,
      close: async () => {
        try {
          await stage.close();
        } finally {
          await running.close();
        }
      },
    };
  } catch (error) {
    await running.close();
    throw error;
  }
}
