import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConformanceCase } from '../harness/conformance/src/kernel/conformance-case.js';
import type { Rule } from '../packages/plugin-api/src/finding.js';
import type { Plugin } from '../packages/plugin-api/src/plugin.js';
import { ROOT } from './repository.js';

/** A metric as the engine exports it. */
export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** An exit code as the command line exports it. */
export interface ExitCode {
  readonly code: number;
  readonly meaning: string;
  readonly when: string;
}

/** What a built module exports. Its types are not known here, so each reader checks what it takes. */
export type Exports = Readonly<Record<string, unknown>>;

/** Imports a package from its dist, as a program would. @throws Error when it was not built. */
export async function importBuilt(folder: string): Promise<Exports> {
  const entry = join(ROOT, folder, 'dist', 'index.js');
  if (!existsSync(entry)) throw new Error(`${folder} is not built; run npm run check, which builds first`);
  return import(pathToFileURL(entry).href);
}

function hasStrings<Key extends string>(
  value: unknown,
  ...keys: readonly Key[]
): value is Readonly<Record<Key, string>> {
  if (typeof value !== 'object' || value === null) return false;
  return keys.every((key) => typeof Reflect.get(value, key) === 'string');
}

/** The rules that a package exports as `RULES`. @throws Error when they are missing or of another shape. */
export function rulesOf(exports: Exports, folder: string): readonly Rule[] {
  const { RULES: rules } = exports;
  if (!Array.isArray(rules) || !rules.every((rule) => hasStrings(rule, 'code', 'summary', 'source'))) {
    throw new Error(`${folder} does not export RULES, a list of {code, summary, source}`);
  }
  return rules;
}

/** The metrics that a package exports as `METRICS`. @throws Error when they are missing or of another shape. */
export function metricsOf(exports: Exports, folder: string): readonly Metric[] {
  const metrics = Object.values(exports.METRICS ?? {});
  if (metrics.length === 0 || !metrics.every(isMetric)) {
    throw new Error(`${folder} does not export METRICS, a record of {name, type, help, labels}`);
  }
  return metrics;
}

function isMetric(value: unknown): value is Metric {
  return hasStrings(value, 'name', 'type', 'help') && Array.isArray(Reflect.get(value, 'labels'));
}

/** The exit codes that a package exports as `EXIT_CODES`. @throws Error when they are missing or of another shape. */
export function exitCodesOf(exports: Exports, folder: string): readonly ExitCode[] {
  const codes = Object.values(exports.EXIT_CODES ?? {});
  if (codes.length === 0 || !codes.every(isExitCode)) {
    throw new Error(`${folder} does not export EXIT_CODES, a record of {code, meaning, when}`);
  }
  return codes;
}

function isExitCode(value: unknown): value is ExitCode {
  return hasStrings(value, 'meaning', 'when') && typeof Reflect.get(value, 'code') === 'number';
}

/** The cases that a package exports as `ALL_CASES`. @throws Error when they are missing or of another shape. */
export function casesOf(exports: Exports, folder: string): readonly ConformanceCase[] {
  const { ALL_CASES: cases } = exports;
  if (!Array.isArray(cases) || !cases.every(isCase)) {
    throw new Error(
      `${folder} does not export ALL_CASES, a list of {slug, level, title, why, source, remedy}`,
    );
  }
  return cases;
}

function isCase(value: unknown): value is ConformanceCase {
  return hasStrings(value, 'slug', 'level', 'kind', 'title', 'why', 'source', 'remedy');
}

/** The fields that a package exports as `REPORT_FIELDS`. @throws Error when they are missing or of another shape. */
export function reportFieldsOf(exports: Exports, folder: string): Readonly<Record<string, string>> {
  const { REPORT_FIELDS: fields } = exports;
  const isFields = typeof fields === 'object' && fields !== null && Object.values(fields).every(isText);
  if (!isFields) throw new Error(`${folder} does not export REPORT_FIELDS, a record of texts`);
  // Every value was seen to be a text one line above.
  return fields as Readonly<Record<string, string>>;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The plugin that a package exports by default. @throws Error when it is not made by definePlugin. */
export function pluginOf(exports: Exports, folder: string): Plugin {
  const plugin = exports.default;
  if (!isPlugin(plugin)) throw new Error(`${folder} does not export a plugin by default`);
  return plugin;
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && Symbol.for('certctl.plugin') in value;
}
