import { type Call, CertctlError, isFailure, type Place } from '@certctl/plugin-api';
import { orAbsent } from './inspect-certificate.js';
import { nameAt } from './place.js';
import { LATEST, type VaultApi } from './vault-api.js';

/** Recovering and deleting take seconds, for a full vault longer. */
const POLL_MS = 2_000;
const MOST_POLLS = 150;

/** Recovers a deleted name; resolves when it can be read. An import waits out what is left of the recovery. */
export async function undelete(place: Place, api: VaultApi, call: Call): Promise<void> {
  const name = nameAt(place);
  await unlessBegun(api.recover(name, call), 'ObjectIsBeingRecovered');
  await until(`${place.address} to be recovered`, () => isThere(api.get(name, LATEST, call)), call);
}

/** Deletes the name again; resolves when it is among the deleted ones and can be recovered another time. */
export async function redelete(place: Place, api: VaultApi, call: Call): Promise<void> {
  const name = nameAt(place);
  await unlessBegun(api.delete(name, call), 'ObjectIsBeingDeleted');
  await until(`${place.address} to be deleted`, () => isThere(api.getDeleted(name, call)), call);
}

/** A request that was carried out already, by an attempt whose answer was lost, leaves only the waiting. */
async function unlessBegun(request: Promise<void>, begun: string): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isBegun = isFailure(error, 'conflict') && error.failure.code === begun;
    if (!isBegun && !isFailure(error, 'absent')) throw error;
  }
}

async function isThere(reading: Promise<unknown>): Promise<boolean> {
  try {
    return (await orAbsent(reading)) !== 'absent';
  } catch (error) {
    if (isFailure(error, 'conflict')) return false;
    throw error;
  }
}

async function until(what: string, done: () => Promise<boolean>, call: Call): Promise<void> {
  for (let polls = 0; polls < MOST_POLLS; polls++) {
    if (await done()) return;
    await call.wait(POLL_MS);
  }
  throw new CertctlError('deadline_exceeded', `Waited ${(POLL_MS * MOST_POLLS) / 1_000} s for ${what}.`);
}
