import { describe, expect, it } from 'vitest';
import { HiddenAnswers } from './hidden-answers.js';

const NAME = '/certificates/web';
const HIDDEN = {
  status: 404,
  body: '{"error":{"message":"Operation get is not allowed on a disabled entity."}}',
};
const said = (version: string, more: object = {}) => ({
  status: 200,
  body: JSON.stringify({ id: `https://127.0.0.1:1${NAME}/${version}`, cer: version, ...more }),
});
const get = (path: string) => ({ method: 'GET', path });

describe('what is hidden because it is disabled', () => {
  it('is what was last said of the version, with what only an earlier answer had', () => {
    const answers = new HiddenAnswers();
    answers.reveal({ method: 'POST', path: `${NAME}/import` }, said('v1', { policy: { id: 'p' } }));
    answers.reveal({ method: 'PATCH', path: `${NAME}/v1` }, said('v1', { attributes: { enabled: false } }));
    const revealed = answers.reveal(get(`${NAME}/v1`), HIDDEN);
    expect(revealed.status).toBe(200);
    expect(JSON.parse(revealed.body)).toMatchObject({
      ...{ cer: 'v1', policy: { id: 'p' }, attributes: { enabled: false } },
    });
  });

  it('is the latest version where none is named', () => {
    const answers = new HiddenAnswers();
    for (const version of ['v1', 'v2'])
      answers.reveal({ method: 'POST', path: `${NAME}/import` }, said(version));
    answers.reveal(get(`${NAME}/v1`), said('v1'));
    expect(JSON.parse(answers.reveal(get(`${NAME}/`), HIDDEN).body).cer).toBe('v2');
  });

  it('is, once deleted, what was answered to the deletion', () => {
    const answers = new HiddenAnswers();
    answers.reveal({ method: 'DELETE', path: NAME }, said('v1', { recoveryId: 'r' }));
    const revealed = answers.reveal(get('/deletedcertificates/web'), HIDDEN);
    expect(JSON.parse(revealed.body).recoveryId).toBe('r');
  });

  it('stays hidden where nothing was said, and what is missing stays missing', () => {
    const answers = new HiddenAnswers();
    expect(answers.reveal(get(`${NAME}/v1`), HIDDEN)).toBe(HIDDEN);
    answers.reveal({ method: 'POST', path: `${NAME}/import` }, said('v1'));
    const missing = { status: 404, body: '{"error":{"message":"Key not found"}}' };
    expect(answers.reveal(get(`${NAME}/v1`), missing)).toBe(missing);
  });
});
