/** Which of the matching calls a fault is for, counted from when it was added. */
export type FaultTurn =
  | { readonly nth: number }
  | { readonly every: number }
  | { readonly times: number; readonly after?: number };

/** A fault with the operation it is for (`*`: any), and its turn; the next call only, when left out. */
export type FaultSpec<F> = F & { readonly operation: string; readonly on?: FaultTurn };

export interface FaultReport {
  readonly id: number;
  readonly operation: string;
  readonly kind: string;
  /** Calls of the operation since the fault was added. */
  readonly seen: number;
  /** How often it was applied. */
  readonly used: number;
}

export interface FaultHandle {
  readonly id: number;
  /** How often it was applied so far. */
  readonly used: number;
  remove(): void;
}

interface Entry<F> {
  readonly id: number;
  readonly spec: FaultSpec<F>;
  seen: number;
  used: number;
}

/** The faults that are set on an emulator. Each counts its own calls, so that two can follow one another. */
export class FaultBook<F extends { readonly kind: string }> {
  private readonly entries: Entry<F>[] = [];
  private nextId = 1;

  add(spec: FaultSpec<F>): FaultHandle {
    const entry: Entry<F> = { id: this.nextId++, spec, seen: 0, used: 0 };
    this.entries.push(entry);
    return {
      id: entry.id,
      get used() {
        return entry.used;
      },
      remove: () => this.remove(entry.id),
    };
  }

  /** The faults whose turn this call is; they count as used. */
  take(operation: string): F[] {
    return this.entries
      .filter(({ spec }) => spec.operation === '*' || spec.operation === operation)
      .filter((entry) => {
        entry.seen += 1;
        const due = isDue(entry.spec.on ?? { times: 1 }, entry.seen);
        if (due) entry.used += 1;
        return due;
      })
      .map(({ spec }) => spec);
  }

  reports(): FaultReport[] {
    return this.entries.map(({ id, spec, seen, used }) => ({
      id,
      operation: spec.operation,
      kind: spec.kind,
      seen,
      used,
    }));
  }

  remove(id: number): void {
    const index = this.entries.findIndex((entry) => entry.id === id);
    if (index >= 0) this.entries.splice(index, 1);
  }

  clear(): void {
    this.entries.length = 0;
  }
}

function isDue(turn: FaultTurn, seen: number): boolean {
  if ('nth' in turn) return seen === turn.nth;
  if ('every' in turn) return seen % turn.every === 0;
  const after = turn.after ?? 0;
  return seen > after && seen <= after + turn.times;
}
