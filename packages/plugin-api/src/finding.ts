/**
 * `refusal`: the plan may not be carried out. `warning`: it may, and somebody should know.
 * `note`: a fact worth showing.
 */
export type Severity = 'refusal' | 'warning' | 'note';

/** One thing that the plan saw, with the rule behind it and what to do about it. */
export interface Finding {
  /** snake_case, declared in the `rules` of the engine or of the plugin that reports it. */
  readonly code: string;
  readonly severity: Severity;
  /** What is so, with the values that make it so. */
  readonly message: string;
  /** What to do next. */
  readonly remedy: string;
  /** Where the rule comes from: the vendor's document, an RFC, or the name of a target's own setting. */
  readonly source: string;
}

/** A rule that can end in a finding. Documentation is generated from these. */
export interface Rule {
  readonly code: string;
  readonly summary: string;
  readonly source: string;
}
