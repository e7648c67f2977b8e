import { type Node, Visitor } from 'oxc-parser';
import type { Source } from './source.js';

/** A string written in a source. */
export interface StringLiteral {
  readonly value: string;
  readonly line: number;
}

type ObjectNode = Extract<Node, { type: 'ObjectExpression' }>;

/** An object written in a source, as far as its property names and string values go. */
export interface ObjectLiteral {
  readonly keys: readonly string[];
  /** String values by property name. */
  readonly strings: Readonly<Record<string, StringLiteral>>;
  readonly start: number;
  readonly end: number;
}

export function stringsOf(source: Source): (StringLiteral & { readonly start: number })[] {
  const found: (StringLiteral & { readonly start: number })[] = [];
  new Visitor({
    Literal({ value, start }) {
      if (typeof value === 'string') found.push({ value, line: source.lineOf(start), start });
    },
  }).visit(source.program);
  return found;
}

export function objectsOf(source: Source): ObjectLiteral[] {
  const found: ObjectLiteral[] = [];
  new Visitor({ ObjectExpression: (node) => void found.push(describe(node, source)) }).visit(source.program);
  return found;
}

function describe(node: ObjectNode, source: Source): ObjectLiteral {
  const keys: string[] = [];
  const strings: Record<string, StringLiteral> = {};
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    keys.push(property.key.name);
    const { value } = property;
    if (value.type === 'Literal' && typeof value.value === 'string') {
      strings[property.key.name] = { value: value.value, line: source.lineOf(value.start) };
    }
  }
  return { keys, strings, start: node.start, end: node.end };
}

/** Calls and constructions of a name whose first argument is a string. */
export function firstArguments(source: Source, callee: RegExp): StringLiteral[] {
  const found: StringLiteral[] = [];
  const see = (node: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>) => {
    const [first] = node.arguments;
    if (node.callee.type !== 'Identifier' || !callee.test(node.callee.name)) return;
    if (first?.type === 'Literal' && typeof first.value === 'string') {
      found.push({ value: first.value, line: source.lineOf(first.start) });
    }
  };
  new Visitor({ CallExpression: see, NewExpression: see }).visit(source.program);
  return found;
}
