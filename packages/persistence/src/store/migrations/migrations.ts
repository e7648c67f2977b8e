import type { Migration } from 'kysely';
import { first } from './0001-first.js';
import { journalMoves } from './0002-journal-moves.js';

/** In the order of their names. One that was released is never changed: a later one corrects it. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-journal-moves': journalMoves,
};
