import { type Comment, type ParseResult, parseSync } from 'oxc-parser';
import type { TextFile } from './repository.js';

/** A parsed source file. */
export interface Source extends TextFile {
  readonly program: ParseResult['program'];
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
  /** Line of an offset, counted from 1. */
  lineOf(offset: number): number;
}

/** One import, re-export, dynamic import with a literal, or import type. */
export interface Import {
  readonly specifier: string;
  /** Names as the other module exports them; empty for dynamic and side-effect imports. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  readonly line: number;
}

/** @throws Error when the text does not parse. */
export function parseSource({ path, text }: TextFile): Source {
  const { program, module, comments, errors } = parseSync(path, text);
  const [first] = errors;
  if (first) throw new Error(`${path} does not parse: ${first.message}`);
  const starts = lineStarts(text);
  const lineOf = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  return { path, text, program, comments, imports: importsOf(text, module, lineOf), lineOf };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
}

function importsOf(
  text: string,
  module: ParseResult['module'],
  lineOf: (offset: number) => number,
): Import[] {
  const statics = module.staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    names: entries.map(({ importName }) => importName.name ?? '*'),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    line: lineOf(start),
  }));
  const reExports = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ moduleRequest, importName, isType }) =>
      moduleRequest
        ? [
            {
              specifier: moduleRequest.value,
              names: [importName.name ?? '*'],
              typeOnly: isType,
              line: lineOf(start),
            },
          ]
        : [],
    ),
  );
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    return literal === undefined
      ? []
      : [{ specifier: literal, names: [], typeOnly: false, line: lineOf(start) }];
  });
  return [...statics, ...reExports, ...dynamics].sort((a, b) => a.line - b.line);
}
