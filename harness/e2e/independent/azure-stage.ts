import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import {
  type FakeEntra,
  type FakeVault,
  type FakeVaultOptions,
  startFakeEntra,
  startFakeVault,
} from '@certctl/emulators';
import { type AzureNetwork, startAzureNetwork } from './azure-network.js';
import { type CommandResult, command } from './command.js';

const VAULT = 'prod-vault';
const VAULT_HOST = `${VAULT}.vault.azure.net`;
const CLIENT_ID = 'aaaaaaaa-0000-4000-8000-000000000001';
const CLIENT_SECRET = 'not-a-secret';

/**
 * Our vault and our directory under the names that they have in Azure, for clients that others wrote: over TLS,
 * with the challenge verified, and a token that the client gets for itself.
 */
export class AzureStage {
  readonly vaultUrl = `https://${VAULT_HOST}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'certctl-independent-'));
  readonly env: Readonly<Record<string, string | undefined>>;

  private constructor(
    readonly vault: FakeVault,
    readonly entra: FakeEntra,
    readonly network: AzureNetwork,
    private readonly manager: Server,
    /** PEM of who signed the certificates of all of them. */
    readonly authority: string,
    bin: string,
  ) {
    const ca = this.write('ca.pem', authority);
    this.env = {
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      HOME: this.folder,
      HTTPS_PROXY: network.url,
      https_proxy: network.url,
      NO_PROXY: undefined,
      no_proxy: undefined,
      REQUESTS_CA_BUNDLE: ca,
      SSL_CERT_FILE: ca,
      AZURE_CONFIG_DIR: join(this.folder, 'azure'),
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      AZURE_CORE_NO_COLOR: 'true',
      AZURE_TENANT_ID: entra.tenant,
      AZURE_CLIENT_ID: CLIENT_ID,
      AZURE_CLIENT_SECRET: CLIENT_SECRET,
      VAULT_URL: this.vaultUrl,
      VAULT_CONTROL: vault.url,
    };
  }

  static async create(bin: string, options: FakeVaultOptions = {}): Promise<AzureStage> {
    const authority = await issueAuthority();
    const names = [VAULT_HOST, 'login.microsoftonline.com', 'management.azure.com', '127.0.0.1'];
    const { certificatePem, privateKeyPem } = await issueLeaf(authority, { names });
    const tls = { cert: certificatePem, key: privateKeyPem };
    const vault = await startFakeVault({ vault: VAULT, tls, ...options });
    const entra = await startFakeEntra({
      tls,
      applications: [{ clientId: CLIENT_ID, objectId: 'oid-of-the-client', secrets: [CLIENT_SECRET] }],
      vaults: [vault],
    });
    const [manager, port] = await startManager(tls);
    const network = await startAzureNetwork({
      [VAULT_HOST]: vault.port,
      'login.microsoftonline.com': entra.port,
      'management.azure.com': port,
    });
    return new AzureStage(vault, entra, network, manager, authority.certificatePem, bin);
  }

  /** What a target says of the identity: the one that the environment names. */
  identity(): Readonly<Record<string, string>> {
    return {
      credential_mode: 'client_secret',
      tenant_id: this.entra.tenant,
      client_id: CLIENT_ID,
      client_secret: `file:${this.write('client-secret', CLIENT_SECRET)}`,
    };
  }

  run(program: string, ...args: readonly string[]): Promise<CommandResult> {
    return command(program, args, { cwd: this.folder, env: this.env });
  }

  /** Lines for a shell, run as they are. @throws Error with what was said, when one of them failed */
  async shell(script: string): Promise<string> {
    const { code, stdout, stderr } = await this.run('sh', '-ec', script);
    if (code !== 0) throw new Error(`${script}\nended with ${code}: ${stderr.trim().slice(-2_000)}`);
    return stdout;
  }

  async json(script: string): Promise<unknown> {
    return JSON.parse(await this.shell(script));
  }

  /** Writes a certificate, its chain and its key, as `NAME.crt`, `NAME.chain` and `NAME.key`. */
  material(name: string, leaf: IssuedLeaf): void {
    this.write(`${name}.crt`, leaf.certificatePem);
    this.write(`${name}.chain`, leaf.chainPem);
    this.write(`${name}.key`, leaf.privateKeyPem);
  }

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  async close(): Promise<void> {
    this.manager.closeAllConnections();
    await Promise.all([
      this.network.close(),
      this.vault.close(),
      this.entra.close(),
      new Promise((resolve) => this.manager.close(resolve)),
    ]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Azure's manager, as far as a login looks at it: the identity has no subscription. */
async function startManager(tls: { cert: string; key: string }): Promise<[Server, number]> {
  const manager = createServer(tls, (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}'),
  );
  await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return [manager, (manager.address() as AddressInfo).port];
}
