import { describe, expect, it } from 'vitest';
import { checkGlobalContainer, checkInjection, unresolved } from './check-container.js';

function broken(text: string) {
  return checkInjection([{ path: 'packages/engine/src/a.ts', text }]);
}

describe('check-container', () => {
  it('accepts classes whose parameters all have a token, and classes that the container does not make', () => {
    expect(broken('class A { constructor(@inject(TOKENS.clock) private readonly clock: Clock) {} }')).toEqual(
      [],
    );
    expect(broken('class Value { constructor(readonly ms: number) {} }')).toEqual([]);
  });

  it('refuses a parameter without a token beside one that has it, with its line', () => {
    const text =
      'class A {\n  constructor(\n    @inject(TOKENS.clock) clock: Clock,\n    journal: Journal,\n  ) {}\n}';
    expect(broken(text)).toEqual([
      {
        file: 'packages/engine/src/a.ts',
        line: 4,
        rule: 'a constructor parameter of A has no @inject(TOKENS.…)',
      },
    ]);
  });

  it('refuses it in every class that the composition registers', () => {
    const composition =
      'container.register(TOKENS.a, Alpha, single); container.register(B, { useClass: Beta });';
    expect(
      broken(`${composition} class Alpha { constructor(x: X) {} } class Beta { constructor(y: Y) {} }`),
    ).toHaveLength(2);
  });

  it('refuses a token that is a class or a string', () => {
    expect(broken('class A { constructor(@inject(Clock) clock: Clock) {} }')).toHaveLength(1);
    expect(broken("class A { constructor(@inject(TOKENS.a) a: A, @inject('b') b: B) {} }")).toHaveLength(1);
  });

  it('lets the global container make a child, and nothing else', () => {
    const uses = (text: string) => checkGlobalContainer([{ path: 'a.ts', text }]);
    expect(
      uses("import { container as root } from 'tsyringe';\nconst c = root.createChildContainer();"),
    ).toEqual([]);
    expect(uses("import { container } from 'tsyringe';\n\ncontainer.register(A, B);")).toEqual([
      { file: 'a.ts', line: 3, rule: 'the global container is asked for a child and for nothing else' },
    ]);
  });

  it('names the tokens that do not resolve', () => {
    const [clock, journal] = [Symbol('clock'), Symbol('journal')];
    const container = {
      resolve(token: symbol) {
        if (token === journal) throw new Error('nothing registered');
        return {};
      },
    };
    expect(unresolved({ clock, journal }, container)).toEqual([
      'TOKENS.journal does not resolve: nothing registered',
    ]);
  });
});
