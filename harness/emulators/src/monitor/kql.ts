import { refuse } from '../server/rule.js';
import { monitorRules } from './rules/monitor-rules.js';

export type Row = Readonly<Record<string, unknown>>;

/** A table as it is: the columns that events have had, and the rows. */
export interface KqlTable {
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

export interface KqlResult {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface State {
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly Row[];
}

const NAME = /^[A-Za-z_]\w*$/;
const STRING = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const COMPARISON = new RegExp(
  String.raw`^(\w+)\s*(==|=~|>=|<=|startswith\b|in\b)\s*(${STRING}|\d+|datetime\([^)]*\)|\(.*\))$`,
);
const IF_EXISTS = new RegExp(String.raw`^column_ifexists\((${STRING}), (${STRING}|\d+)\)$`);

/** The name of the table that a query begins with. */
export function tableOf(query: string): string {
  const [table = ''] = pipeline(query);
  return NAME.test(table) ? table : syntaxError();
}

/** Runs a query on its table; undefined: there is no such table. */
export function runKql(query: string, table: KqlTable | undefined): KqlResult {
  const [name = '', ...steps] = pipeline(query);
  if (table === undefined) refuse(monitorRules.resolve);
  const end = steps.reduce<State>((state, step) => operator(step)(state), table);
  const columns = [...end.columns];
  return { table: name, columns, rows: end.rows };
}

function operator(step: string): (state: State) => State {
  const [, word = '', rest = ''] = /^(\w+(?:\s+by)?)\s+([\s\S]*)$/.exec(step) ?? [];
  switch (word.replace(/\s+/, ' ')) {
    case 'where':
      return where(rest);
    case 'project':
      return project(rest);
    case 'order by':
      return orderBy(rest);
    case 'take':
      return take(rest);
    default:
      return syntaxError();
  }
}

function where(condition: string): (state: State) => State {
  const tests = split(condition, ' and ').map(comparison);
  return ({ columns, rows }) => {
    for (const { column } of tests) if (!columns.has(column)) refuse(monitorRules.resolve);
    return { columns, rows: rows.filter((row) => tests.every(({ holds }) => holds(row))) };
  };
}

function comparison(text: string): { column: string; holds: (row: Row) => boolean } {
  const [, column = '', sign = '', right = ''] = COMPARISON.exec(text.trim()) ?? syntaxError();
  const wanted = right.startsWith('(') ? split(right.slice(1, -1), ',').map(literal) : [literal(right)];
  const lower = (value: unknown) => String(value).toLowerCase();
  const [only] = wanted;
  const holds = (row: Row): boolean => {
    const value = row[column];
    switch (sign) {
      case '==':
        return value === only;
      case '=~':
        return lower(value) === lower(only);
      case '>=':
        return Number(value) >= Number(only);
      case '<=':
        return Number(value) <= Number(only);
      case 'startswith':
        return lower(value).startsWith(lower(only));
      default:
        return wanted.includes(value);
    }
  };
  return { column, holds };
}

function project(list: string): (state: State) => State {
  const wanted = split(list, ',').map((item) => {
    const [name = '', source = name] = item.trim().split(/\s*=\s*/, 2);
    if (!NAME.test(name)) syntaxError();
    const optional = IF_EXISTS.exec(source);
    if (optional === null && !NAME.test(source)) syntaxError();
    return { name, source, optional };
  });
  return ({ columns, rows }) => {
    const made = wanted.map(({ name, source, optional }) => {
      const column = optional ? String(literal(optional[1] ?? '')) : source;
      if (columns.has(column)) return { name, of: (row: Row) => row[column] };
      return optional ? { name, of: () => literal(optional[2] ?? '') } : refuse(monitorRules.resolve);
    });
    return {
      columns: new Set(made.map(({ name }) => name)),
      rows: rows.map((row) => Object.fromEntries(made.map(({ name, of }) => [name, of(row)]))),
    };
  };
}

function orderBy(text: string): (state: State) => State {
  const [, column = ''] = /^(\w+) desc$/.exec(text.trim()) ?? syntaxError();
  return ({ columns, rows }) => {
    if (!columns.has(column)) refuse(monitorRules.resolve);
    return { columns, rows: rows.toSorted((one, other) => Number(other[column]) - Number(one[column])) };
  };
}

function take(text: string): (state: State) => State {
  if (!/^\d+$/.test(text.trim())) syntaxError();
  return ({ columns, rows }) => ({ columns, rows: rows.slice(0, Number(text)) });
}

/** Times are epoch milliseconds in here. */
function literal(text: string): unknown {
  const trimmed = text.trim();
  const time = /^datetime\((.*)\)$/.exec(trimmed)?.[1];
  if (time !== undefined) return Number.isNaN(Date.parse(time)) ? syntaxError() : Date.parse(time);
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  if (!new RegExp(`^(?:${STRING})$`).test(trimmed)) syntaxError();
  return trimmed.slice(1, -1).replace(/\\(.)/g, '$1');
}

function pipeline(query: string): readonly string[] {
  return split(query, '|').map((step) => step.trim());
}

/** At the separator, wherever it is outside of quotes and brackets. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let [start, depth, quote] = [0, 0, ''];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
    }
  }
  if (quote !== '' || depth !== 0) syntaxError();
  return [...parts, text.slice(start)];
}

function syntaxError(): never {
  refuse(monitorRules.query);
}
