import type { FakeVault, ObservedVersion } from '@certctl/emulators';
import type { Target } from '@certctl/engine';
import { handshake } from '../src/acm-scenario.js';
import { fingerprint, type Holding, type Site } from './site.js';

/** One name in the emulator of a vault. */
export class VaultSite implements Site {
  readonly kind = 'vault';

  constructor(
    private readonly emulator: FakeVault,
    private readonly name: string,
  ) {}

  target(tags: Readonly<Record<string, string>>): Target {
    const config = { vault_url: this.emulator.url, certificate_name: this.name, tags };
    return { id: this.name, type: 'AzureKeyVault', config };
  }

  addresses(): readonly string[] {
    return [`${new URL(this.emulator.url).host}/${this.name.toLowerCase()}`];
  }

  /** A latest version that is disabled gives consumers nothing. */
  held(): Holding | undefined {
    const latest = this.#versions().at(-1);
    if (!latest?.enabled) return undefined;
    return { leaf: fingerprint(latest.leaf), chain: latest.chain.length, tags: latest.tags };
  }

  async served(): Promise<string | undefined> {
    if (!this.held()) return undefined;
    const listener = await this.emulator.listenTls(this.name);
    try {
      return fingerprint((await handshake(listener)).raw);
    } finally {
      await listener.close();
    }
  }

  imports(): readonly string[] {
    return this.#versions().map(({ leafSha256 }) => leafSha256);
  }

  litter(): readonly string[] {
    return this.emulator.state
      .certificates()
      .map(({ name }) => name)
      .filter((name) => name !== this.name);
  }

  #versions(): readonly ObservedVersion[] {
    return this.emulator.state.certificate(this.name)?.versions ?? [];
  }
}
