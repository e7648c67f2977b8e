import { randomUUID } from 'node:crypto';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import type { ContainerImage } from './container-image.js';

export interface ContainerStart extends ContainerImage {
  /** Port inside of the container. */
  readonly port: number;
  /** A line of its log, or a path that answers 200 over plain http, when it is ready. */
  readonly ready: { readonly log: RegExp } | { readonly path: string };
  /** Stands in a label, so that what is left can be found and removed. */
  readonly runId: string;
  /** @default 60000 */
  readonly startupMs?: number;
}

/** A container that runs. */
export interface RunningContainer {
  /** Where it is reached from this machine, over plain http. */
  readonly url: string;
  close(): Promise<void>;
}

/** The run that a container belongs to, and the process that started it. */
export const RUN_LABEL = 'dev.certctl.run';
export const SESSION_LABEL = 'dev.certctl.session';
export const SESSION = randomUUID();

/** Publishes its ports on the loopback address only: what runs in it asks nobody who he is. */
class LoopbackContainer extends GenericContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    const bound = Object.entries(this.hostConfig.PortBindings ?? {});
    this.hostConfig.PortBindings = Object.fromEntries(
      bound.map(([port]) => [port, [{ HostIp: '127.0.0.1', HostPort: '0' }]]),
    );
  }
}

/**
 * Starts a container and waits until it is ready.
 * @throws Error of the container runtime: no runtime, no such image, or it did not become ready in time
 */
export async function startContainer(start: ContainerStart): Promise<RunningContainer> {
  const { image, entrypoint, command, environment = {}, port, ready, runId, startupMs = 60_000 } = start;
  const container = new LoopbackContainer(image)
    .withExposedPorts(port)
    .withLabels({ [RUN_LABEL]: runId, [SESSION_LABEL]: SESSION })
    .withEnvironment({ ...environment })
    // Nothing that these doubles do needs any of it.
    .withDroppedCapabilities('ALL')
    .withSecurityOpt('no-new-privileges')
    .withStartupTimeout(startupMs)
    .withWaitStrategy(
      'log' in ready ? Wait.forLogMessage(ready.log) : Wait.forHttp(ready.path, port).forStatusCode(200),
    );
  if (entrypoint) container.withEntrypoint([...entrypoint]);
  if (command) container.withCommand([...command]);
  return running(await container.start(), port);
}

function running(started: StartedTestContainer, port: number): RunningContainer {
  // It is published on the one address; the name stands for another one, too.
  const host = started.getHost() === 'localhost' ? '127.0.0.1' : started.getHost();
  return {
    url: `http://${host}:${started.getMappedPort(port)}`,
    close: async () => {
      await started.stop({ timeout: 0, remove: true });
    },
  };
}
