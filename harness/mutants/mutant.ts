import { CONFORMANCE_SUBJECTS, type ConformanceSubject } from './conformance-subjects.js';

/** A test that must find a mutant. */
export interface Killer {
  /** From the repository's root. */
  readonly file: string;
  /** Titles from the outermost on, joined by ` > `. */
  readonly test: string;
  /** The slug, when it is a conformance case. */
  readonly slug?: string;
}

/** A defect of the field, as the text that it replaces in a source. */
export interface Mutant {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** What is wrong, in words of the field. */
  readonly defect: string;
  /** The source with the defect, from the repository's root. */
  readonly file: string;
  /** Each `from` stands exactly once in the source, word for word. */
  readonly replace: readonly { readonly from: string; readonly to: string }[];
  readonly killedBy: Killer;
  /** A conformance case that finds it as well, and is shown by it to be able to fail. */
  readonly alsoKilledBy?: Killer;
}

/** A conformance case, and the plugin that is held to it. */
interface CaseOfSubject {
  readonly slug: string;
  readonly on: ConformanceSubject;
}

type Definition = Omit<Mutant, 'killedBy' | 'alsoKilledBy'> & {
  readonly killedBy: Killer | CaseOfSubject;
  readonly alsoKilledBy?: CaseOfSubject;
};

/** Gives a mutant its type, and the conformance cases that must kill it their tests. */
export function mutant({ killedBy, alsoKilledBy, ...rest }: Definition): Mutant {
  return {
    ...rest,
    killedBy: 'on' in killedBy ? killerOf(killedBy) : killedBy,
    ...(alsoKilledBy ? { alsoKilledBy: killerOf(alsoKilledBy) } : {}),
  };
}

function killerOf({ slug, on }: CaseOfSubject): Killer {
  const file = `harness/conformance/subjects/${on}.conformance.ts`;
  return { file, test: `${CONFORMANCE_SUBJECTS[on]} > ${slug}`, slug };
}

/** Every test that must find it. */
export function killersOf({ killedBy, alsoKilledBy }: Mutant): readonly Killer[] {
  return alsoKilledBy ? [killedBy, alsoKilledBy] : [killedBy];
}
