import type { Context } from '../context.js';
import { type Act, type Memory, type Played, wordOf } from '../demo/act.js';
import { alsoFailed, restored } from '../demo/failures.js';
import { listenerMoved, listenerRefuses } from '../demo/listener-acts.js';
import { heading, narratePlayed, narrateStage, narrateTitle } from '../demo/narrate.js';
import { lostName, otherKeyType } from '../demo/refusals.js';
import { Stage } from '../demo/stage.js';
import { again, firstImport, renewal } from '../demo/successes.js';
import { type ActSummary, callsOf, metricsOf } from '../demo/summary.js';
import { vaultImport, vaultRestored, vaultUndeleted } from '../demo/vault-acts.js';
import { EXIT_CODES } from '../exit-codes.js';
import { type Screen, screenOf } from '../render/screen.js';
import { renderTable } from '../render/table.js';
import { writeJson } from '../render/write-json.js';

const ACTS: readonly Act[] = [
  firstImport,
  vaultImport,
  renewal,
  again,
  otherKeyType,
  lostName,
  restored,
  vaultRestored,
  vaultUndeleted,
  listenerMoved,
  listenerRefuses,
  alsoFailed,
];

/** Plays every act against an emulator of its own; each is judged by the emulator's state and by handshakes. */
export async function demo(context: Context): Promise<void> {
  const { io, json } = context;
  const screen = screenOf(io.stdout, io.env);
  const say = (text: string): void => {
    if (!json) io.stdout.write(text);
  };
  const startedAt = Date.now();
  const stage = await Stage.open(io.signal);
  try {
    say(narrateStage(stage, screen));
    const acts = await playAll(stage, screen, say);
    const asExpected = acts.every((act) => act.asExpected);
    const summary = {
      asExpected,
      acts,
      calls: callsOf(stage.emulators()),
      metrics: await metricsOf(stage.engine),
    };
    if (json) writeJson(io.stdout, summary);
    else say(closing(summary, screen, Date.now() - startedAt));
    context.exitCode = (asExpected ? EXIT_CODES.done : EXIT_CODES.error).code;
  } finally {
    await stage.close();
  }
}

async function playAll(stage: Stage, screen: Screen, say: (text: string) => void): Promise<ActSummary[]> {
  const memory: Memory = { standing: undefined };
  const summaries: ActSummary[] = [];
  for (const [index, act] of ACTS.entries()) {
    say(narrateTitle(index + 1, act, screen));
    const played = await act.play(stage, memory);
    say(narratePlayed(played, screen));
    summaries.push(summaryOf(act, played));
  }
  return summaries;
}

function summaryOf({ title, expected }: Act, { ended, checks }: Played): ActSummary {
  const outcome = wordOf(ended);
  return {
    title,
    outcome,
    expected,
    asExpected: outcome === expected && checks.every(({ holds }) => holds),
    checks,
  };
}

interface Summary {
  readonly asExpected: boolean;
  readonly acts: readonly ActSummary[];
  readonly calls: ReturnType<typeof callsOf>;
  readonly metrics: readonly string[];
}

function closing({ asExpected, acts, calls, metrics }: Summary, screen: Screen, ms: number): string {
  const { palette } = screen;
  const rows = acts.map(({ title, outcome, asExpected: ok, expected }, index) => [
    String(index + 1),
    outcome,
    ok ? 'yes' : `NO: ${expected}`,
    title,
  ]);
  const result = asExpected
    ? palette.green(palette.bold('Every act ended as it must'))
    : palette.red(palette.bold('An act did not end as it must'));
  return [
    heading('What happened', screen),
    renderTable(['', 'outcome', 'as it must', 'act'], rows, screen),
    heading('Requests, counted by the emulators', screen),
    renderTable(
      ['calls', 'refused', 'operation'],
      calls.map(({ operation, calls: count, refused }) => [String(count), String(refused), operation]),
      screen,
    ),
    heading('Metrics', screen),
    metrics.map((line) => `${line}\n`).join(''),
    `\n${result}, in ${(ms / 1000).toFixed(1)} s. Proven on emulators, not on AWS or Azure.\n`,
  ].join('');
}
