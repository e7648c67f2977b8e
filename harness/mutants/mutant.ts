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
  };
}

/** Gives a mutant its type; changes nothing. */
export function mutant(definition: Mutant): Mutant {
  return definition;
}
