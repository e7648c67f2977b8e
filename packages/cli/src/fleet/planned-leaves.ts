import { z } from 'zod';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import { usageError } from '../usage-error.js';

/** The part of `plan --all --json` that says what was held when somebody looked at it. */
const planned = z.object({
  targets: z.array(
    z.object({
      id: z.string(),
      plan: z
        .object({
          holds: z.object({ fingerprint: z.string() }).optional(),
          shows: z.object({ fingerprint: z.string().optional(), serial: z.string().optional() }).optional(),
          findings: z.array(z.object({ code: z.string() })),
        })
        .optional(),
    }),
  ),
});

/**
 * The leaves that a plan has shown to be somebody else's, by target: those, and no others, may be taken over.
 * @throws CertctlError `usage` when the file is not what `plan --all --json` prints
 */
export async function readPlannedLeaves(file: string, io: Io): Promise<ReadonlyMap<string, string>> {
  const wrong = (why: string) =>
    usageError(`--take-over-planned ${file}: ${why}`, 'Give what certctl plan --all --json has printed.');
  let document: unknown;
  try {
    document = JSON.parse(await readText('--take-over-planned', file, io));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong('it is not JSON');
    throw error;
  }
  const parsed = planned.safeParse(document);
  if (!parsed.success) throw wrong('it is not the plan of a fleet');
  return new Map(
    parsed.data.targets.flatMap(({ id, plan }) => {
      const isForeign = plan?.findings.some(({ code }) => code === 'not_ours');
      const leaf = plan?.holds?.fingerprint ?? plan?.shows?.fingerprint ?? plan?.shows?.serial;
      return isForeign && leaf !== undefined ? [[id, leaf] as const] : [];
    }),
  );
}
