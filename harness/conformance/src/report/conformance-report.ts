import type { ServiceKind, Tier } from '../environment/define-environment.js';
import type { CaseOutcome, Exchange } from '../kernel/case-result.js';
import type { Level } from '../kernel/conformance-case.js';
import type { Verdict } from '../kernel/verdict.js';

/** It moves when a field changes its meaning or goes away, not when one is added. */
export const REPORT_VERSION = 1;

/** One operation that the plugin declares, with how often it was seen at the service. */
export interface ReportedCall {
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly need: 'required' | 'optional';
  readonly count: number;
  /** Why it could not be seen here. */
  readonly unseen?: string;
}

export interface ReportedCase {
  readonly slug: string;
  readonly level: Level;
  readonly title: string;
  readonly outcome: CaseOutcome;
  /** What the baseline of the run makes of it. */
  readonly baseline?: 'known' | 'stale';
  readonly ms: number;
  /** Of the suite's broken plugins those that this case found; absent for a case that is not of the suite. */
  readonly mutants?: number;
  readonly reason?: string;
  readonly failure?: {
    readonly message: string;
    readonly expected?: string;
    readonly observed?: string;
    readonly exchange: readonly Exchange[];
    readonly why: string;
    readonly source: string;
    readonly remedy: string;
    readonly command: string;
  };
}

/** One case of the baseline that the run was given. */
export interface ReportedKnown {
  readonly slug: string;
  /** `not-seen`: it was left out of the run, or broke. */
  readonly state: 'known' | 'stale' | 'not-seen';
  readonly reason?: string;
}

/** The package as it would be published, where the plugin was run from its archive. */
export interface ReportedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the archive, hexadecimal. */
  readonly sha256: string;
}

/** What a run has shown, and what it has not. Everything else is made of it: JUnit, Markdown, HTML. */
export interface ConformanceReport {
  readonly reportVersion: typeof REPORT_VERSION;
  readonly verdict: Verdict;
  readonly suite: {
    readonly name: string;
    readonly version: string;
    readonly contract: number;
    readonly mutants: number;
  };
  readonly plugin: {
    readonly type: string;
    readonly alias: string;
    readonly title: string;
    readonly version: string;
    readonly kind: 'store' | 'binding';
    readonly capabilities: Readonly<Record<string, string | boolean>>;
    readonly package?: ReportedPackage;
  };
  readonly environment: {
    readonly name: string;
    readonly title: string;
    readonly tier: Tier;
    readonly service: ServiceKind;
  };
  readonly rollback: string;
  readonly proof: string;
  readonly notProven: readonly { readonly slug?: string; readonly reason: string }[];
  /** Absent when the run had none. */
  readonly baseline?: readonly ReportedKnown[];
  readonly counts: Readonly<Record<CaseOutcome, number>>;
  readonly calls: {
    readonly declared: readonly ReportedCall[];
    readonly undeclared: Readonly<Record<string, number>>;
  };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly node: string;
    readonly platform: string;
    readonly chance: string;
    readonly command: string;
  };
  readonly cases: readonly ReportedCase[];
  /** See `digestOf`. */
  readonly digest: string;
}

/** Every field of the report, for those who read it with a program. `[]` stands for each entry of a list. */
export const REPORT_FIELDS: Readonly<Record<string, string>> = {
  reportVersion: 'Version of this format. It moves when a field changes its meaning or goes away.',
  verdict:
    '`passed`; `failed`; `partial`: nothing failed that is not known, and not all that counts was shown; `known-failures`: all that counts was shown, and what failed is in the baseline that the run was given.',
  'suite.name': 'The package that made the report.',
  'suite.version': 'Its version.',
  'suite.contract': 'Version of the contract between engine and plugins that the cases hold the plugin to.',
  'suite.mutants':
    'Broken plugins, one defect each, that the cases of this version were tried on before it was published; each was found by the case that is about its defect. It says nothing of the plugin of this run.',
  'plugin.type': 'Type of the targets or bindings that it serves.',
  'plugin.alias': 'The other spelling of the type.',
  'plugin.title': 'What it calls itself.',
  'plugin.version': 'Its own version, from the manifest.',
  'plugin.kind': '`store` or `binding`.',
  'plugin.capabilities.*': 'What it declares; which cases it is asked follows from these alone.',
  'plugin.package.name': 'Name of the package, where it was packed and installed for the run.',
  'plugin.package.version': 'Version of the package.',
  'plugin.package.sha256': 'SHA-256 of the archive that was installed, hexadecimal.',
  'environment.name': 'What `--env` names the environment by.',
  'environment.title': 'What the cases ran against, in words.',
  'environment.tier':
    'Where the service was: `embedded` in the process or on the machine of the run, `container`, or `endpoint`.',
  'environment.service':
    'What the plugin worked on: `double`, and what is proven on one is not proven on the service; `real`, the thing itself; `unknown`, whatever answers at the endpoint.',
  rollback: 'Class of rollback that the capabilities allow at best: `exact`, `kept-key`, or `new-address`.',
  proof: 'What can be read back to prove an import.',
  'notProven[].slug':
    'The case that was left out; absent for what the environment can never show, and for what is declared and was sent by no case.',
  'notProven[].reason': 'Why.',
  'baseline[].slug':
    'A case that the baseline of the run says fails. No field of the kind is there when the run had no baseline.',
  'baseline[].state':
    '`known`: it failed, as the baseline says. `stale`: it does not fail any more. `not-seen`: it was left out, or broke.',
  'baseline[].reason': 'Why it is known and left, as the baseline says.',
  'counts.*': 'How many cases ended so, by outcome.',
  'calls.declared[].operation': 'An operation that the plugin declares.',
  'calls.declared[].effect': '`read` or `write`, as declared.',
  'calls.declared[].need': '`required` or `optional`, as declared.',
  'calls.declared[].count': 'How often it was seen at the service, over all cases.',
  'calls.declared[].unseen': 'Why it could not be seen here.',
  'calls.undeclared.*':
    'Requests that no declared operation covers, and how often they were seen. Each case that sent one has failed.',
  'run.id': 'Names the run, and everything that it made outside of its process.',
  'run.startedAt': 'ISO 8601.',
  'run.endedAt': 'ISO 8601.',
  'run.node': 'Version of Node.',
  'run.platform': 'Operating system and architecture.',
  'run.chance': 'What was left to chance, and what not. It is no seed: keys and serials are new in each run.',
  'run.command': 'Reproduces the run.',
  'cases[].slug': 'The case; its slug never changes.',
  'cases[].level':
    'How it counted in this run: `core`, `capability` or `provisional`. The cases of packaging are `core` where the plugin was packed.',
  'cases[].title': 'What is so when it passes.',
  'cases[].outcome': '`passed`, `failed`, `not-declared`, `skipped` or `errored`.',
  'cases[].baseline':
    '`known`: failed, and the baseline says so. `stale`: the baseline says that it fails, and it does not: the run has failed for it.',
  'cases[].ms': 'How long it took, milliseconds.',
  'cases[].mutants':
    'How many of those broken plugins this case found: it can fail. 0: it is about the package, and tests show it to fail.',
  'cases[].reason': 'Why it is not declared, or was skipped.',
  'cases[].failure.message': 'What was looked at.',
  'cases[].failure.expected': 'What it should have been.',
  'cases[].failure.observed': 'What it was.',
  'cases[].failure.exchange[].atMs': 'Milliseconds since the case began.',
  'cases[].failure.exchange[].operation': 'The declared operation, or `not declared`.',
  'cases[].failure.exchange[].request':
    'The request, without anything secret: of a body only what it has in it.',
  'cases[].failure.exchange[].answer': 'The answer: its status, and the words of a refusal.',
  'cases[].failure.why': 'What goes wrong in the field when the case does not hold.',
  'cases[].failure.source': 'Where the rule is written.',
  'cases[].failure.remedy': 'What the author does about it.',
  'cases[].failure.command': 'Runs the case again.',
  digest:
    'SHA-256, hexadecimal, of all the other fields, as JSON without white space in which the names of each object are sorted. It tells a report that was edited by hand from one that was not. It is no signature: whoever changes a report can make it anew.',
};
