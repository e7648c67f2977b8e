import { isDeepStrictEqual } from 'node:util';
import { acmFlows } from './acm-flows.js';
import { type Expected, expectedOf } from './expect.js';
import { FAULTS, type FaultKind } from './fault-kinds.js';
import { fileFlows } from './file-flows.js';
import { listenerFlows } from './listener-flows.js';
import { callOf, type ExpectedRow } from './render.js';
import { baselineOf, impossibleAt, type Observed, type Row, runCell } from './run-cell.js';
import type { Flow } from './scene.js';
import { vaultFlows } from './vault-flows.js';

export const FLOWS: readonly Flow[] = [...acmFlows, ...listenerFlows, ...vaultFlows, ...fileFlows];

/** A cell that can be, with what must come of it. */
export interface PlannedCell {
  /** `acm/renewal/ImportCertificate@importing/reset` */
  readonly id: string;
  readonly row: Row;
  readonly fault: FaultKind;
  readonly expected: Expected;
}

/** What must come of every fault at every call of some flows, without running one of them. */
export async function planMatrix(
  flows: readonly Flow[],
): Promise<{ readonly rows: readonly ExpectedRow[]; readonly cells: readonly PlannedCell[] }> {
  const rows: ExpectedRow[] = [];
  const cells: PlannedCell[] = [];
  for (const flow of flows) {
    const { rows: calls, usual, before } = await baselineOf(flow);
    const scene = await flow.create();
    try {
      for (const row of calls) {
        const expected: ExpectedRow['cells'][number][] = [];
        for (const fault of FAULTS) {
          const impossible = await impossibleAt(row, fault, scene);
          if (impossible !== undefined) {
            expected.push({ impossible });
            continue;
          }
          const cell = expectedOf(row, fault, usual, before);
          expected.push(cell);
          cells.push({
            id: `${flow.plugin}/${flow.slug}/${callOf(row)}/${fault.slug}`,
            row,
            fault,
            expected: cell,
          });
        }
        rows.push({ row, cells: expected });
      }
    } finally {
      await scene.close();
    }
  }
  return { rows, cells };
}

/** Whether a cell is asked for: each part of the wish is the part of the id, or what stands before its `@`. */
export function isWanted(id: string, wishes: readonly string[]): boolean {
  const parts = id.split('/');
  return wishes.some((wish) =>
    wish.split('/').every((part, at) => parts[at] === part || parts[at]?.startsWith(`${part}@`)),
  );
}

/** What is not as it must be; empty when all is. */
export async function differencesOf({ row, fault, expected }: PlannedCell): Promise<string[]> {
  let observed: Observed | { readonly impossible: string };
  try {
    observed = await runCell(row, fault);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  if ('impossible' in observed) return [`it cannot be: ${observed.impossible}`];
  const { ended, broken } = observed;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['outcome', expected.status, ended.status],
    ['error', expected.code, ended.code],
    ['held', expected.held, observed.held],
    ['attempts', expected.attempts, observed.attempts],
    ...(expected.class === undefined ? [] : [['class', expected.class, observed.class] as const]),
    ['audit', expected.audit, observed.audit],
    ['counters', expected.counters, observed.counters],
  ];
  const different = pairs
    .filter(([, wanted, seen]) => !isDeepStrictEqual(wanted, seen))
    .map(([what, wanted, seen]) => `${what}: expected ${show(wanted)}, observed ${show(seen)}`);
  const { finding } = expected;
  if (finding === undefined) return [...different, ...broken];
  const untold = ended.findings.includes(finding) ? [] : [`it has no finding ${finding}`];
  return [...different, ...untold, ...broken.filter((each) => !each.includes('is held'))];
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') || 'nothing' : String(value ?? 'none');
}
