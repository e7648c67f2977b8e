import { CertctlError } from '@certctl/plugin-api';
import type { EmulateFlags } from '../commands/emulate.js';
import type { Context } from '../context.js';
import { emulateAcm } from '../emulation/emulate-acm.js';
import { emulateElbv2 } from '../emulation/emulate-elbv2.js';
import { emulateKms } from '../emulation/emulate-kms.js';
import { emulateVault } from '../emulation/emulate-vault.js';
import type { RunningEmulator } from '../emulation/running-emulator.js';
import { usageError } from '../usage-error.js';

/** Serves until the command is interrupted. */
export async function emulate(service: string, flags: EmulateFlags, context: Context): Promise<void> {
  const { io, json } = context;
  const emulator = await start(service, portOf(flags.port), flags, context);
  if (json) io.stdout.write(`${JSON.stringify({ service, url: emulator.url, ...emulator.facts })}\n`);
  else io.stdout.write(emulator.howToUse);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await emulator.close();
}

async function start(
  service: string,
  port: number,
  { region, tagsOnReimport, rates, sigv4 }: EmulateFlags,
  { io, json }: Context,
): Promise<RunningEmulator> {
  const common = {
    port,
    log: (line: string) => {
      if (!json) io.stdout.write(`${line}\n`);
    },
    onRequest: (request: { readonly at: number }) => {
      if (json)
        io.stdout.write(`${JSON.stringify({ ...request, at: new Date(request.at).toISOString() })}\n`);
    },
  };
  try {
    if (service === 'acm') return await emulateAcm({ ...common, rates, region, tagsOnReimport, sigv4 });
    if (service === 'elbv2') return await emulateElbv2({ ...common, rates, region, tagsOnReimport, sigv4 });
    if (service === 'kms') return await emulateKms({ ...common, region, sigv4 });
    if (service === 'vault') return await emulateVault({ ...common, rates });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === 'EADDRINUSE') throw usageError(`port ${port} is in use`, 'Give another one, or --port 0.');
    if (code === 'EACCES') throw usageError(`port ${port} needs privileges`, 'Give one above 1023.');
    throw new CertctlError('internal', `the emulator did not start: ${String(error)}`, { cause: error });
  }
  throw usageError(
    `there is no emulator of ${JSON.stringify(service)}`,
    'There is one of acm, of elbv2, of kms, and of vault.',
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usageError(`--port ${JSON.stringify(text)} is not a port`, 'Give 0 to 65535.');
}
