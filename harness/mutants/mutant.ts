import { CONFORMANCE_SUBJECTS, type ConformanceSubject } from './conformance-subjects.js';

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
  readonly killedBy: {
    /** From the repository's root. */
    readonly file: string;
    /** Titles from the outermost on, joined by ` > `. */
    readonly test: string;
    /** The slug, when it is a conformance case that must kill it. */
    readonly slug?: string;
  };
}

/** A conformance case, and the plugin that is held to it. */
interface CaseOfSubject {
  readonly slug: string;
  readonly on: ConformanceSubject;
}

type Definition = Omit<Mutant, 'killedBy'> & { readonly killedBy: Mutant['killedBy'] | CaseOfSubject };

/** Gives a mutant its type, and a conformance case that must kill it its test. */
export function mutant({ killedBy, ...rest }: Definition): Mutant {
  if (!('on' in killedBy)) return { ...rest, killedBy };
  const { slug, on } = killedBy;
  const file = `harness/conformance/subjects/${on}.conformance.ts`;
  return { ...rest, killedBy: { file, test: `${CONFORMANCE_SUBJECTS[on]} > ${slug}`, slug } };
}
