import type { EVERY_TARGET as OF_THE_ENGINE } from '@certctl/engine';

/** The engine's word, said again so that a command that only reads the store need not load the engine. */
export const EVERY_TARGET: typeof OF_THE_ENGINE = '*';
