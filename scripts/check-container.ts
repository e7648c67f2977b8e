import { type Class, type Node, type ParamPattern, Visitor } from 'oxc-parser';
import { importBuilt } from './built-packages.js';
import { isEntryPoint } from './entry-point.js';
import { isShipped, readText, repositoryPaths, type TextFile } from './repository.js';
import { parseSource, type Source } from './source.js';
import { report, type Violation } from './violation.js';

const ENGINE = 'packages/engine';

/** What the container makes has its dependencies named, each parameter by `@inject(TOKENS.…)`. */
export function checkInjection(files: readonly TextFile[]): Violation[] {
  const sources = files.map(parseSource);
  const registered = new Set(sources.flatMap(classesRegistered));
  return sources.flatMap((source) =>
    classesOf(source)
      .filter((node) => registered.has(node.id?.name ?? '') || parametersOf(node).some(isDecorated))
      .flatMap((node) =>
        parametersOf(node)
          .filter((parameter) => !isInjected(parameter))
          .map((parameter) => ({
            file: source.path,
            line: source.lineOf(parameter.start),
            rule: `a constructor parameter of ${node.id?.name ?? 'a class'} has no @inject(TOKENS.…)`,
          })),
      ),
  );
}

function classesOf(source: Source): Class[] {
  const found: Class[] = [];
  const see = (node: Class) => void found.push(node);
  new Visitor({ ClassDeclaration: see, ClassExpression: see }).visit(source.program);
  return found;
}

/** Classes that the composition names: `{ useClass: X }`, `registerSingleton(TOKENS.x, X)`. */
function classesRegistered(source: Source): string[] {
  const found: string[] = [];
  const take = (node: Node | null | undefined) => {
    if (node?.type === 'Identifier' && /^[A-Z][a-z]/.test(node.name)) found.push(node.name);
  };
  new Visitor({
    Property: ({ key, value }) => {
      if (key.type === 'Identifier' && key.name === 'useClass') take(value);
    },
    CallExpression: ({ callee, arguments: given }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (/^register/.test(callee.property.name)) given.forEach(take);
    },
  }).visit(source.program);
  return found;
}

function parametersOf(node: Class): readonly ParamPattern[] {
  const made = node.body.body.find(
    (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
  return made?.type === 'MethodDefinition' ? made.value.params : [];
}

function isDecorated(parameter: ParamPattern): boolean {
  return (parameter.decorators ?? []).length > 0;
}

function isInjected(parameter: ParamPattern): boolean {
  return (parameter.decorators ?? []).some(
    ({ expression }) =>
      expression.type === 'CallExpression' &&
      expression.callee.type === 'Identifier' &&
      expression.callee.name === 'inject' &&
      expression.arguments[0]?.type === 'MemberExpression',
  );
}

/** tsyringe makes a container only as a child of its global one, which strangers share: nothing else is asked of that. */
export function checkGlobalContainer(files: readonly TextFile[]): Violation[] {
  return files.map(parseSource).flatMap((source) => {
    const name = localNameOfGlobal(source);
    if (name === undefined) return [];
    const uses = [...source.text.matchAll(new RegExp(`\\b${name}\\b(?=\\s*[.(\\[])`, 'g'))];
    return uses
      .filter(({ index }) => !source.text.slice(index).startsWith(`${name}.createChildContainer(`))
      .map(({ index }) => ({
        file: source.path,
        line: source.lineOf(index),
        rule: 'the global container is asked for a child and for nothing else',
      }));
  });
}

function localNameOfGlobal(source: Source): string | undefined {
  let name: string | undefined;
  new Visitor({
    ImportDeclaration({ source: from, specifiers }) {
      if (from.value !== 'tsyringe') return;
      for (const specifier of specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
        if (specifier.imported.name === 'container') name = specifier.local.name;
      }
    },
  }).visit(source.program);
  return name;
}

interface Container {
  resolve(token: symbol): unknown;
}

/** Tokens that the container cannot resolve, with what it said. */
export function unresolved(tokens: Readonly<Record<string, symbol>>, container: Container): string[] {
  return Object.entries(tokens).flatMap(([name, token]) => {
    try {
      return container.resolve(token) === undefined ? [`TOKENS.${name} resolves to nothing`] : [];
    } catch (error) {
      return [`TOKENS.${name} does not resolve: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** Resolves every token from the engine's built output, where no compiler can help with what is missing. */
async function checkBuilt(): Promise<Violation[]> {
  // The exports are those of this repository's own engine, which the compiler has checked.
  const engine = (await importBuilt(ENGINE)) as unknown as typeof import('../packages/engine/src/index.js');
  const deployment = {
    id: 'check',
    purpose: 'deploy' as const,
    startedAt: 0,
    actor: 'check',
    target: { id: 'check', name: 'check', type: 'check', config: {} },
    signal: new AbortController().signal,
    calls: [],
  };
  const container = engine.createDeployContainer(engine.createContainer(), deployment);
  return unresolved(engine.TOKENS, container).map((rule) => ({ file: `${ENGINE}/dist`, rule }));
}

if (isEntryPoint(import.meta.url)) {
  const files = repositoryPaths()
    .filter((path) => isShipped(path) && path.startsWith(`${ENGINE}/`))
    .map(readText);
  report(
    'check-container',
    [...checkInjection(files), ...checkGlobalContainer(files), ...(await checkBuilt())],
    `${files.length} sources of the engine and the tokens of its build`,
  );
}
