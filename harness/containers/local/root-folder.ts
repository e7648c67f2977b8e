import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '../../../scripts/run-command.js';

/** The files of an image, gathered in a folder. Removed by `remove`. */
export class RootFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'certctl-image-'));

  /** A file of this machine, under the same name or another one. */
  copy(source: string, as = source): void {
    const target = join(this.path, as);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(realpathSync(source), target);
  }

  /** The shared libraries that a program of this machine is linked with, under their own names. */
  async librariesOf(program: string): Promise<void> {
    const { code, output } = await runCommand('ldd', [program]);
    if (code !== 0) throw new Error(`ldd cannot tell what ${program} needs: ${output.trim()}`);
    for (const path of linked(output)) if (!existsSync(join(this.path, path))) this.copy(path);
  }

  /** A whole folder of this machine under the same name, with the files that its links lead to. */
  copyFolder(source: string): void {
    // Debian's Java has a link to sources that another package brings: what leads nowhere is left out.
    const filter = (path: string) => existsSync(path);
    cpSync(source, join(this.path, source), { recursive: true, dereference: true, filter });
  }

  /** A shell and the usual commands in one file, which waits and `RUN` need. @throws Error with the package's name */
  async shell(): Promise<void> {
    const busybox = '/bin/busybox';
    const linkedTo = await runCommand('ldd', [busybox]);
    if (!existsSync(busybox) || linked(linkedTo.output).length > 0) {
      throw new Error(
        'a busybox that needs no library is missing; get it with `apt-get install busybox-static`',
      );
    }
    this.copy(busybox, '/bin/busybox');
    await must('chroot', [this.path, '/bin/busybox', '--install', '-s', '/bin']);
    mkdirSync(join(this.path, 'tmp'), { recursive: true });
    await must('chmod', ['1777', join(this.path, 'tmp')]);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** @throws Error with the last line of what the program said, when it did not end well */
export async function must(program: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runCommand(program, args);
  if (code !== 0) {
    throw new Error(`${program} ${args[0] ?? ''} ended with ${code}: ${output.trim().split('\n').at(-1)}`);
  }
  return output;
}

/** Paths among what `ldd` prints: `libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x…)`, `/lib64/ld-linux… (0x…)`. */
function linked(output: string): readonly string[] {
  return output.split('\n').flatMap((line) => /(?:=>\s+|^\s+)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}
