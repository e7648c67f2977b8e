import { type FakeAcm, serveFakeAcm } from '@certctl/emulators';
import { CertctlError } from '@certctl/plugin-api';
import type { EmulateFlags } from '../commands/emulate.js';
import type { Context } from '../context.js';
import { usageError } from '../usage-error.js';

/** Serves until the command is interrupted. */
export async function emulate(service: string, flags: EmulateFlags, { io, json }: Context): Promise<void> {
  if (service !== 'acm')
    throw usageError(`there is no emulator of ${JSON.stringify(service)}`, 'There is one of acm.');
  const emulator = await start(
    portOf(flags.port),
    flags,
    (line) => {
      if (!json) io.stdout.write(`${line}\n`);
    },
    (request) => {
      if (json)
        io.stdout.write(`${JSON.stringify({ ...request, at: new Date(request.at).toISOString() })}\n`);
    },
  );
  if (json) io.stdout.write(`${JSON.stringify({ service, url: emulator.url, region: flags.region })}\n`);
  else io.stdout.write(howToUse(emulator, flags.region));
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await emulator.close();
}

async function start(
  port: number,
  flags: EmulateFlags,
  log: (line: string) => void,
  onRequest: NonNullable<Parameters<typeof serveFakeAcm>[0]['onRequest']>,
): Promise<FakeAcm> {
  const { region, tagsOnReimport, rates, sigv4 } = flags;
  try {
    return await serveFakeAcm({ port, region, tagsOnReimport, rates, sigv4, log, onRequest });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === 'EADDRINUSE') throw usageError(`port ${port} is in use`, 'Give another one, or --port 0.');
    if (code === 'EACCES') throw usageError(`port ${port} needs privileges`, 'Give one above 1023.');
    throw new CertctlError('internal', `the emulator did not start: ${String(error)}`, { cause: error });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usageError(`--port ${JSON.stringify(text)} is not a port`, 'Give 0 to 65535.');
}

function howToUse({ url }: FakeAcm, region: string): string {
  return `
A target for it, to be saved as targets.yaml:

  targets:
    - id: web
      type: aws-acm
      config:
        region: ${region}
        endpoints: { acm: "${url}", sts: "${url}", tagging: "${url}" }

and what to deploy to it with:

  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test CERTCTL_ALLOW_ENDPOINTS=1
  certctl deploy web -f targets.yaml --cert web.crt --key web.key

`;
}
