import { describe, expect, it } from 'vitest';
import { commandLineRemedy } from './command-line-remedy.js';

describe('a remedy on the command line', () => {
  it('names the flag, where there is one', () => {
    expect(commandLineRemedy('chain_unknown', 'Give the chain.')).toBe('Give the chain. Use --chain FILE.');
    expect(commandLineRemedy('name_deleted', 'Undelete it.', 'refusal')).toContain('--undelete');
    expect(commandLineRemedy('rollback_impossible', 'Give the key.', 'warning')).toContain('--previous-key');
    expect(commandLineRemedy('constructor', 'Look.')).toBe('Look.');
  });

  it('asks for no act that the deploy was told to do already', () => {
    expect(commandLineRemedy('name_deleted', 'Tell who deleted it.', 'warning')).toBe('Tell who deleted it.');
  });
});
