import type { AuditProblem, KnownHead } from '@certctl/persistence';
import type { AuditVerifyFlags } from '../commands/audit.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { entries, page } from '../render/layout.js';
import { screenOf } from '../render/screen.js';
import { minuteOf } from '../render/time.js';
import { writeJson } from '../render/write-json.js';
import { withStore } from '../session/open-store.js';
import { usageError } from '../usage-error.js';

const PROBLEMS = {
  changed: 'is not what was written at its place',
  missing: 'is gone',
  head: 'is not where the chain should end',
} as const satisfies Record<AuditProblem, string>;

export async function verifyAudit(flags: AuditVerifyFlags, context: Context): Promise<void> {
  const { io } = context;
  const wanted = flags.head === undefined ? undefined : headOf(flags.head);
  const { verdict, kept } = await withStore(flags, io, async ({ audit }) => ({
    verdict: await audit.verify(),
    kept:
      wanted === undefined ? undefined : ((await audit.findHead(wanted)) ?? { found: 'nowhere' as const }),
  }));
  const holds = verdict.intact && (kept === undefined || kept.found === 'row');
  context.exitCode = (holds ? EXIT_CODES.done : EXIT_CODES.different).code;
  if (context.json) {
    writeJson(io.stdout, { ...verdict, ...(kept ? { kept } : {}) });
    return;
  }
  const screen = screenOf(io.stdout, io.env);
  const { green, red, bold } = screen.palette;
  const title = verdict.intact ? (holds ? 'INTACT' : 'INTACT, BUT NOT THE CHAIN OF THAT HEAD') : 'BROKEN';
  io.stdout.write(
    page([
      (holds ? green : red)(bold(title)),
      entries(
        [
          ['rows', verdict.intact ? String(verdict.rows) : undefined],
          ['head', verdict.intact ? verdict.head : undefined],
          ['broken at', verdict.intact ? undefined : `row ${verdict.seq} ${PROBLEMS[verdict.problem]}`],
          ['that head', kept && keptLine(kept)],
        ],
        screen,
      ),
      holds ? 'Keep the head in another place: a chain that was made anew shows against it.' : undefined,
    ]),
  );
}

function keptLine(kept: KnownHead | { readonly found: 'nowhere' }): string {
  switch (kept.found) {
    case 'row':
      return `is row ${kept.seq}`;
    case 'set-aside':
      return `ended the chain of a store that was moved aside when a backup was restored on ${minuteOf(kept.at)}`;
    case 'nowhere':
      return 'is not in the chain: rows were taken out, or a backup was restored';
  }
}

function headOf(text: string): string {
  const head = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(head)) return head;
  throw usageError(
    `--head ${JSON.stringify(text)} is not a head`,
    'Give the 64 characters that verify printed.',
  );
}
