import { type Node, Visitor, type VisitorObject } from 'oxc-parser';
import { isEntryPoint } from './entry-point.js';
import { isShipped, readText, repositoryPaths, type TextFile } from './repository.js';
import { parseSource, type Source } from './source.js';
import { report, type Violation } from './violation.js';

/** Casts of a source that no comment beside them gives a reason for. `as const` is not a cast. */
export function checkCasts(file: TextFile): Violation[] {
  const source = parseSource(file);
  const unexplained = castsOf(source)
    .filter(({ statement, cast }) => !isExplained(source, statement, cast))
    .map(({ cast }) => source.lineOf(cast.end));
  return [...new Set(unexplained)].map((line) => ({
    file: file.path,
    line,
    rule: 'a cast without a reason beside it',
  }));
}

interface Cast {
  readonly cast: Node;
  /** The innermost statement or member that holds the cast. */
  readonly statement: Node;
}

type CastNode = Extract<Node, { type: 'TSAsExpression' | 'TSTypeAssertion' }>;

function castsOf(source: Source): Cast[] {
  const open: Node[] = [];
  const casts: Cast[] = [];
  const enter = (node: Node) => void open.push(node);
  const leave = () => void open.pop();
  const see = (node: CastNode) => {
    if (isConst(node.typeAnnotation)) return;
    casts.push({ cast: node, statement: open.at(-1) ?? node });
  };
  const around: VisitorObject = {};
  for (const kind of STATEMENTS) Object.assign(around, { [kind]: enter, [`${kind}:exit`]: leave });
  new Visitor({ ...around, TSAsExpression: see, TSTypeAssertion: see }).visit(source.program);
  return casts;
}

const STATEMENTS = [
  'VariableDeclaration',
  'ExpressionStatement',
  'ReturnStatement',
  'ThrowStatement',
  'IfStatement',
  'ForOfStatement',
  'PropertyDefinition',
  'Property',
  'ArrowFunctionExpression',
  'FunctionDeclaration',
  'MethodDefinition',
  'ExportDefaultDeclaration',
];

function isConst(type: CastNode['typeAnnotation']): boolean {
  return (
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
  );
}

/** A comment explains a cast from the line above its statement down to the cast's own line. */
function isExplained(source: Source, statement: Node, cast: Node): boolean {
  const from = source.lineOf(statement.start) - 1;
  const to = source.lineOf(cast.end);
  return source.comments.some(({ end }) => {
    const line = source.lineOf(end);
    return line >= from && line <= to;
  });
}

if (isEntryPoint(import.meta.url)) {
  const files = repositoryPaths().filter(isShipped).map(readText);
  report('check-casts', files.flatMap(checkCasts), `${files.length} sources`);
}
