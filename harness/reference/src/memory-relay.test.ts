import { describe, expect, it } from 'vitest';
import { MemoryRelay } from './memory-relay.js';

describe('a mail relay in memory', () => {
  const relay = () => {
    const made = new MemoryRelay((reference) => reference === 'certificate/1');
    made.domains.set('example.com', 'certificate/0');
    return made;
  };

  it('takes a certificate that exists, for a domain that it has', () => {
    const made = relay();
    expect(() => made.use('example.com', 'certificate/2')).toThrow('certificate/2 is not known');
    expect(() => made.use('example.net', 'certificate/1')).toThrow('example.net does not exist');
    expect(() => made.show('example.net')).toThrow(expect.objectContaining({ failureClass: 'absent' }));
    expect(made.show('example.com')).toBe('certificate/0');
    made.use('example.com', 'certificate/1');
    expect(made.show('example.com')).toBe('certificate/1');
  });

  it('fails as it is told, and counts what it was asked', () => {
    const made = relay();
    made.faults.push({ operation: 'relay:Use', kind: 'ignored' });
    made.use('example.com', 'certificate/1');
    expect(made.show('example.com')).toBe('certificate/0');
    expect(made.writes()).toBe(1);
  });
});
