import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { KEYS, REGION } from '../src/acm-scenario.js';
import { type CommandResult, command } from './command.js';
import type { PythonTools } from './python-tools.js';

/** The `aws` command line in a folder of its own, with nothing of the person who runs it. */
export class AwsCli {
  readonly folder = mkdtempSync(join(tmpdir(), 'certctl-independent-'));
  readonly env: Readonly<Record<string, string | undefined>>;

  constructor(
    private readonly tools: PythonTools,
    url: string,
    /** Further variables, such as where a service has an address of its own. */
    more: Readonly<Record<string, string>> = {},
  ) {
    this.env = {
      PATH: `${tools.bin}${delimiter}${process.env.PATH}`,
      HOME: this.folder,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      AWS_DEFAULT_REGION: REGION,
      AWS_REGION: REGION,
      AWS_CONFIG_FILE: join(this.folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
      AWS_DEFAULT_OUTPUT: 'json',
      ...more,
    };
  }

  run(...args: readonly string[]): Promise<CommandResult> {
    return command(join(this.tools.bin, 'aws'), args, { cwd: this.folder, env: this.env });
  }

  /** Lines for a shell, run as they are. */
  shell(script: string): Promise<CommandResult> {
    return command('sh', ['-ec', script], { cwd: this.folder, env: this.env });
  }

  python(file: string): Promise<CommandResult> {
    return command(join(this.tools.bin, 'python'), [file], { cwd: this.folder, env: this.env });
  }

  /** The JSON that a command printed. @throws Error with what it said, when it failed */
  async json(...args: readonly string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`aws ${args.slice(0, 2).join(' ')} ended with ${code}: ${stderr.trim()}`);
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  }

  /** Writes a certificate, its chain and its key; the arguments of an import that sends them. */
  material(name: string, leaf: IssuedLeaf): readonly string[] {
    this.write(`${name}.crt`, leaf.certificatePem);
    this.write(`${name}.chain`, leaf.chainPem);
    this.write(`${name}.key`, leaf.privateKeyPem);
    const file = (option: string, ending: string) => [`--${option}`, `fileb://${name}.${ending}`];
    return [
      ...file('certificate', 'crt'),
      ...file('certificate-chain', 'chain'),
      ...file('private-key', 'key'),
    ];
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content, { mode: 0o600 });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
