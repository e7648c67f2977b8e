import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import { type FakeAcm, startFakeAcm } from '@certctl/emulators';

export const KEYS = new URL('../../../../fixtures/certificates/', import.meta.url);
const WRITES = [
  'ImportCertificate',
  'AddTagsToCertificate',
  'RemoveTagsFromCertificate',
  'DeleteCertificate',
];

/** A folder with files, an authority, and an emulator: what a test of a command needs. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'certctl-cli-'));

  private constructor(
    readonly emulator: FakeAcm,
    readonly root: Authority,
    readonly authority: Authority,
  ) {}

  static async open(): Promise<Workshop> {
    const root = await issueAuthority();
    return new Workshop(await startFakeAcm(), root, await issueAuthority({ parent: root }));
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  issue(options: Partial<LeafOptions> = {}): Promise<IssuedLeaf> {
    return issueLeaf(this.authority, { names: ['www.example.com'], ...options });
  }

  /** Writes the files of a leaf; returns the words that deploy them. */
  words(name: string, leaf: IssuedLeaf): string[] {
    return [
      ...['--cert', this.file(`${name}.crt`, leaf.certificatePem + leaf.chainPem)],
      ...['--key', this.file(`${name}.key`, leaf.privateKeyPem)],
    ];
  }

  /** A file of one target, `web`, on the emulator. */
  targets(config: Record<string, unknown> = {}, fields: Record<string, unknown> = {}): string {
    return this.file('targets.json', JSON.stringify({ targets: [this.target('web', config, fields)] }));
  }

  target(id: string, config: Record<string, unknown> = {}, fields: Record<string, unknown> = {}): object {
    const { url } = this.emulator;
    const endpoints = { acm: url, sts: url, tagging: url };
    return { id, type: 'AWSACM', config: { region: 'us-east-1', endpoints, ...config }, ...fields };
  }

  writes(): number {
    return this.emulator.requests.all().filter(({ operation }) => WRITES.includes(operation)).length;
  }

  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(this.folder, { recursive: true });
  }
}
