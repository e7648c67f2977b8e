import type { FakeAcm, ObservedCertificate } from '@certctl/emulators';
import type { Target } from '@certctl/engine';
import { handshake } from '../src/acm-scenario.js';
import { REGION } from './clouds.js';
import { fingerprint, type Holding, type Site } from './site.js';

const ACCOUNT = '123456789012';

/** The certificates of one emulator of ACM that are of one target. */
export class AcmSite implements Site {
  readonly kind = 'acm';

  constructor(
    private readonly emulator: FakeAcm,
    private readonly targetId: string,
    private readonly isOurs: (certificate: ObservedCertificate) => boolean = () => true,
  ) {}

  target(tags: Readonly<Record<string, string>>): Target {
    const { url } = this.emulator;
    const config = { region: REGION, endpoints: { acm: url, sts: url, tagging: url }, tags };
    return { id: this.targetId, type: 'AWSACM', config };
  }

  addresses(): readonly string[] {
    return [`${ACCOUNT}/${REGION}/${this.targetId}`, ...this.#all().map(({ arn }) => arn)];
  }

  held(): Holding | undefined {
    const [certificate] = this.#all();
    if (!certificate) return undefined;
    const { leaf, chain, tags } = certificate;
    return { leaf: fingerprint(leaf), chain: chain.length, tags };
  }

  async served(): Promise<string | undefined> {
    const [certificate] = this.#all();
    if (!certificate) return undefined;
    const listener = await this.emulator.listenTls(certificate.arn);
    try {
      return fingerprint((await handshake(listener)).raw);
    } finally {
      await listener.close();
    }
  }

  imports(): readonly string[] {
    return this.#all().flatMap(({ imports }) => imports.map(({ leafSha256 }) => leafSha256));
  }

  litter(): readonly string[] {
    return this.#all()
      .slice(1)
      .map(({ arn }) => arn);
  }

  #all(): readonly ObservedCertificate[] {
    return this.emulator.state.certificates().filter(this.isOurs);
  }
}
