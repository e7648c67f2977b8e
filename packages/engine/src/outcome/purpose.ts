/** Brings in what came in, or brings back what was held before, because somebody asked for it. */
export type Purpose = 'deploy' | 'rollback';
