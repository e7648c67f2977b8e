import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createServer } from 'node:tls';
import type { Target } from '@certctl/engine';
import { handshake } from '../src/acm-scenario.js';
import { fingerprint, type Holding, type Site } from './site.js';

/** A bundle in a file, in a directory of its own. */
export class FileSite implements Site {
  readonly kind = 'file';

  constructor(
    private readonly path: string,
    private readonly targetId: string,
  ) {}

  target(): Target {
    return { id: this.targetId, type: 'Filesystem', config: { path: this.path, reload: 'reload' } };
  }

  addresses(): readonly string[] {
    return [this.path];
  }

  held(): Holding | undefined {
    const [leaf, ...chain] = certificatesIn(this.#text() ?? '');
    return leaf && { leaf: fingerprint(leaf.raw), chain: chain.length };
  }

  /** What a server gives that has read the file. */
  async served(): Promise<string | undefined> {
    const text = this.#text();
    if (text === undefined) return undefined;
    const server = createServer({ key: text, cert: text });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the server has no port');
      return fingerprint((await handshake({ host: '127.0.0.1', port: address.port })).raw);
    } finally {
      server.close();
    }
  }

  imports(): undefined {
    return undefined;
  }

  litter(): readonly string[] {
    return readdirSync(dirname(this.path)).filter((name) => name !== basename(this.path));
  }

  #text(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(text: string): readonly X509Certificate[] {
  return [...text.matchAll(CERTIFICATE)].map(([pem]) => new X509Certificate(pem));
}
