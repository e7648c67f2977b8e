import type { Stage, StartOptions } from '@certctl/conformance';
import { startAcmStage } from '@certctl/conformance/environments';
import { type ContainerStart, type RunningContainer, startContainer } from '../start-container.js';
import { closedWith } from './closed-with.js';
import { warmUp } from './warm-up.js';

/** Any: none of the doubles verifies a signature. */
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-for-tests' };

const REGION = 'us-east-1';

/** Doubles that others wrote answer one request at a time, and take ten times as long for each as ours. */
export const PATIENCE = 3;

/**
 * Starts a container that speaks ACM, and a stage on it that is looked at with the vendor's own client.
 * @param particular what is particular about the double
 * @param patience by how much everything may take longer than in this process
 */
export async function startAcmIn(
  container: Omit<ContainerStart, 'runId'>,
  { runId }: Pick<StartOptions, 'runId'>,
  particular: (stage: Stage, running: RunningContainer) => Promise<Partial<Stage>>,
  patience = 1,
): Promise<Stage> {
  const running = await startContainer({ ...container, runId });
  return closedWith(running, async () => {
    await warmUp(running.url, REGION);
    const endpoint = { url: running.url, region: REGION, credentials: KEYS, patience };
    const stage = await startAcmStage(endpoint, runId);
    return { ...stage, ...(await particular(stage, running)) };
  });
}
