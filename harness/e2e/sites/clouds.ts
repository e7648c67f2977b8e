import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FakeAcm,
  type FakeElbv2,
  type FakeVault,
  type LoggedRequest,
  startFakeAcm,
  startFakeElbv2,
  startFakeVault,
} from '@certctl/emulators';

export const REGION = 'us-east-1';

/** Whoever deploys, as the emulators know them. */
export interface Deployer {
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly vaultToken: string;
}

export function deployer(name: string): Deployer {
  return {
    accessKey: { accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: `secret-of-${name}` },
    vaultToken: `token-of-${name}`,
  };
}

const WRITES = /^(?:Import|Add|Remove|Update|Modify|Delete|Recover|Purge)/;

/** What a certificate of ACM that was in use is refused to be deleted for; the proofs of the harnesses take longer. */
const IN_USE_GRACE_MS = 100;

/** The services that live on while deployers are killed: the emulators, and a folder for bundles in files. */
export class Clouds {
  /** Told of each write when it has had its effect, or has been kept from it, and before it is answered. */
  onWrite: (request: LoggedRequest) => void = () => {};

  private constructor(
    /** The services' clock. */
    private readonly clock: ManualTime,
    readonly acm: FakeAcm,
    readonly elb: FakeElbv2,
    readonly vault: FakeVault,
    readonly folder: string,
  ) {}

  static async start(deployers: readonly Deployer[]): Promise<Clouds> {
    let clouds: Clouds | undefined;
    const clock = new ManualTime();
    const onRequest = (request: LoggedRequest) => {
      if (WRITES.test(request.operation)) clouds?.onWrite(request);
    };
    const [acm, vault] = await Promise.all([
      startFakeAcm({
        region: REGION,
        inUseGrace: IN_USE_GRACE_MS,
        clock,
        accessKeys: deployers.map(({ accessKey }) => accessKey),
        onRequest,
      }),
      startFakeVault({ clock, principals: deployers.map(({ vaultToken: token }) => ({ token })), onRequest }),
    ]);
    const elb = await startFakeElbv2({ acm, onRequest });
    clouds = new Clouds(
      clock,
      acm,
      elb,
      vault,
      realpathSync(mkdtempSync(join(tmpdir(), 'certctl-bundles-'))),
    );
    return clouds;
  }

  /** Writes that reached a service, oldest first. */
  writes(): readonly LoggedRequest[] {
    return [...this.acm.requests.all(), ...this.elb.requests.all(), ...this.vault.requests.all()]
      .filter(({ operation }) => WRITES.test(operation))
      .sort((one, two) => one.at - two.at);
  }

  /** How far their clock, and that of whoever deploys there, is ahead of the machine's. */
  get aheadMs(): number {
    return this.clock.aheadMs;
  }

  /** Lets time pass without waiting for it, once what the services were sent so far has had its effect. */
  async pass(ms: number): Promise<void> {
    await Promise.all([this.acm.idle(), this.elb.idle(), this.vault.idle()]);
    this.clock.aheadMs += ms;
  }

  /** No fault that was set is left. */
  calm(): void {
    this.acm.faults.clear();
    this.elb.faults.clear();
    this.elb.settings.lateCertificates = null;
    this.vault.faults.clear();
  }

  /** Nothing is held, and nothing remembered; what was set of their behaviour is as it was. */
  reset(): void {
    this.calm();
    this.elb.reset();
    this.acm.reset();
    this.vault.reset();
    this.onWrite = () => {};
  }

  async close(): Promise<void> {
    await this.elb.close();
    await Promise.all([this.acm.close(), this.vault.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class ManualTime {
  aheadMs = 0;

  now(): number {
    return Date.now() + this.aheadMs;
  }
}
