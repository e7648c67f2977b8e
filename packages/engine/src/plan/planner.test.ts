import type { IssuedLeaf } from '@certctl/certificate/issue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeployRequest } from '../flow/deployment.js';
import { Scenario } from '../testing/scenario.js';
import type { Plan } from './plan.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

function plan(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<Plan> {
  return scenario.engine.plan({
    target: scenario.target(),
    certificate: leaf.certificatePem,
    chain: leaf.chainPem,
    privateKey: leaf.privateKeyPem,
    ...over,
  });
}

const codes = (made: Plan) => made.findings.map((finding) => finding.code);

/** What another installation made, pinned by a target of ours that has no record of it. */
async function ofAnotherInstallation(): Promise<{ held: IssuedLeaf; over: Partial<DeployRequest> }> {
  const theirs = await Scenario.create();
  theirs.restart({ instance: 'theirs' });
  const held = await theirs.deployed();
  scenario.service.held.set(theirs.only().reference, theirs.only());
  return { held, over: { target: scenario.target({ config: { reference: theirs.only().reference } }) } };
}

describe('the plan for a certificate that another installation made', () => {
  it('refuses to overwrite it, and a deploy sends nothing', async () => {
    const { over } = await ofAnotherInstallation();
    const outcome = await scenario.deploy(await scenario.issue(), over);
    expect(outcome.findings.map((finding) => finding.code)).toContain('not_ours');
    expect(outcome.status).toBe('refused');
    expect(scenario.service.writes()).toBe(0);
  });

  it('lets it be taken over when that leaf is named, and not when another is', async () => {
    const { held, over } = await ofAnotherInstallation();
    const leaf = await scenario.issue();
    const takeOver = (fingerprint: string) => plan(leaf, { ...over, acts: { takeOver: fingerprint } });
    expect(codes(await takeOver(leaf.facts.fingerprint))).toContain('not_ours');
    expect(codes(await takeOver(held.facts.fingerprint))).toContain('taken_over');
  });
});

describe('the plan for a certificate that somebody else put in the place of ours', () => {
  beforeEach(async () => {
    await scenario.deployed();
    const repaired = await scenario.issue();
    scenario.only().leafPem = repaired.certificatePem;
  });

  it('knows no way back by a key of another leaf that is kept', async () => {
    expect(await plan(await scenario.issue())).toMatchObject({ rollback: 'impossible' });
  });

  it('knows no way back by a key that the caller gave and that is not its key', async () => {
    const { privateKeyPem } = await scenario.issue();
    const made = await plan(await scenario.issue(), { previousKey: privateKeyPem });
    expect(made.rollback).toBe('impossible');
  });
});

describe('the plan for a certificate of ours that has lost its chain', () => {
  it('sends it again', async () => {
    const leaf = await scenario.deployed();
    scenario.only().chainPems = [];
    expect(await plan(leaf)).toMatchObject({ verdict: 'changes', steps: [{ kind: 'import' }] });
  });
});
