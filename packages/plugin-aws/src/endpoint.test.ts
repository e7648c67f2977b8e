import { describe, expect, it } from 'vitest';
import { admitEndpoints } from './endpoint.js';

const http = { connectTimeoutMs: 1, maxSockets: 1 };

describe('admitEndpoints', () => {
  it('refuses every endpoint where the host does not allow them', () => {
    const open = () => admitEndpoints({ acm: 'https://acm.internal' }, { ...http, allowEndpoints: false });
    expect(open).toThrow('endpoints.acm: this host does not let targets name endpoints.');
    expect(open).toThrow(expect.objectContaining({ code: 'target_invalid' }));
  });

  it('refuses plain http to another host even where endpoints are allowed', () => {
    const open = () => admitEndpoints({ sts: 'http://10.0.0.1' }, { ...http, allowEndpoints: true });
    expect(open).toThrow('plain http is allowed to a loopback address only, and 10.0.0.1 is none');
  });

  it('has nothing to say where none is named', () => {
    expect(() => admitEndpoints(undefined, { ...http, allowEndpoints: false })).not.toThrow();
    expect(() => admitEndpoints({ acm: undefined }, { ...http, allowEndpoints: false })).not.toThrow();
  });
});
