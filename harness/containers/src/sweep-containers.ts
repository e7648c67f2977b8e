import { getContainerRuntimeClient } from 'testcontainers';
import { RUN_LABEL, SESSION, SESSION_LABEL } from './start-container.js';

/** Containers of this process; of one run, by its id; or of every run on this runtime, whoever started it. */
export type Swept = 'mine' | 'all' | { readonly runId: string };

/**
 * Removes containers whose run could not do it itself: it was killed, or out of time.
 * @returns names of the containers that were removed
 */
export async function sweepContainers(swept: Swept = 'mine'): Promise<readonly string[]> {
  const { container } = await getContainerRuntimeClient();
  const left = await container.dockerode.listContainers({ all: true, filters: { label: [labelOf(swept)] } });
  for (const { Id } of left) await container.dockerode.getContainer(Id).remove({ force: true, v: true });
  return left.map(({ Names, Id }) => Names[0]?.replace(/^\//, '') ?? Id);
}

function labelOf(swept: Swept): string {
  if (swept === 'mine') return `${SESSION_LABEL}=${SESSION}`;
  return swept === 'all' ? RUN_LABEL : `${RUN_LABEL}=${swept.runId}`;
}
