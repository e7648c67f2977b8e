import { createHash } from 'node:crypto';

/** What is left to chance, the same for the same seed and the same name, whatever was asked for before. */
export class Chance {
  readonly #seed: string;

  constructor(seed: number | string) {
    this.#seed = String(seed);
  }

  of(name: string): Chance {
    return new Chance(`${this.#seed}/${name}`);
  }

  /** Uniform in [0, 1). */
  part(name: string): number {
    return createHash('sha256').update(`${this.#seed}/${name}`).digest().readUInt32BE(0) / 2 ** 32;
  }

  whether(name: string, probability = 0.5): boolean {
    return this.part(name) < probability;
  }

  shuffled<T>(name: string, items: readonly T[]): T[] {
    return items
      .map((item, position) => ({ item, rank: this.part(`${name}/${position}`) }))
      .sort((one, two) => one.rank - two.rank)
      .map(({ item }) => item);
  }
}
