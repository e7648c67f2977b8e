import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commands, Material, Place } from '@certctl/plugin-api';
import { accessOf, octal } from './access.js';
import { bundleOf } from './bundle.js';
import { CallDouble } from './call-double.fixture.js';
import { connectionOf, type FilesystemConfig, filesystemConfig } from './config.js';
import { type FileOperations, fileOperations } from './file-operations.js';
import { FilesystemStore } from './filesystem-store.js';

/** The commands of a host, and what was run of them. */
export class CommandsDouble implements Commands {
  readonly ran: string[] = [];
  fails: Error | undefined;

  names(): readonly string[] {
    return ['reload-haproxy'];
  }

  async run(name: string): Promise<void> {
    this.ran.push(name);
    if (this.fails) throw this.fails;
  }
}

/** A real directory of its own, with a store that works in it. */
export class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-files-')));
  readonly commands = new CommandsDouble();

  at(name: string): string {
    return join(this.path, name);
  }

  config(fields: Partial<FilesystemConfig> = {}): FilesystemConfig {
    return filesystemConfig.parse({ path: this.at('site.pem'), ...fields });
  }

  async store(
    fields: Partial<FilesystemConfig> = {},
    files: FileOperations = fileOperations,
  ): Promise<FilesystemStore> {
    return new FilesystemStore(
      await accessOf(connectionOf(this.config(fields)), fileOperations),
      this.commands,
      files,
    );
  }

  async place(name = 'site.pem'): Promise<Place> {
    const store = await this.store();
    return store.resolve({ config: this.config({ path: this.at(name) }), targetId: 'web' }, new CallDouble());
  }

  write(material: Material, name = 'site.pem', mode = 0o600): string {
    writeFileSync(this.at(name), bundleOf(material), { mode });
    return this.at(name);
  }

  text(name = 'site.pem'): string {
    return readFileSync(this.at(name), 'utf8');
  }

  mode(name = 'site.pem'): string {
    return octal(statSync(this.at(name)).mode);
  }

  names(): string[] {
    return readdirSync(this.path).toSorted();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
