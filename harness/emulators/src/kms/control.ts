import { checkFault } from '../faults/check-fault.js';
import type { FaultSpec } from '../faults/fault-book.js';
import { WIRE_FAULT_KINDS, type WireFault } from '../faults/wire-fault.js';
import type { ControlRequest } from '../server/control-door.js';
import { objectOr, oneOf, settingReader } from '../server/setting-reader.js';
import { sharedRoute } from '../server/shared-route.js';
import type { FakeKms } from './fake-kms.js';
import { KEY_STATES, type KeyState, type KmsKeyOption } from './kms-key.js';
import { defaultSettings, type KmsSettings } from './settings.js';

/** What a process of its own can be told. */
export function control(request: ControlRequest, emulator: FakeKms): object | undefined {
  switch (request.route) {
    case 'POST keys':
      return { arn: emulator.addKey(readKey(request.body())) };
    case 'POST key-state':
      emulator.setState(request.text('arn'), readState(request.text('state')));
      return {};
    case 'POST delete-key':
      emulator.deleteKey(request.text('arn'));
      return {};
    default:
      return sharedRoute(request, emulator, {
        state: () => ({ keys: emulator.keys() }),
        fault: readFault,
        settings: readSettings,
      });
  }
}

function readFault(value: unknown): FaultSpec<WireFault> {
  checkFault(value, WIRE_FAULT_KINDS);
  // The kind decides about the other members, and each of them is optional or read leniently.
  return value as FaultSpec<WireFault>;
}

function readState(text: string): KeyState {
  const state = KEY_STATES.find((known) => known === text);
  if (state === undefined) throw new TypeError(`the state of a key is one of ${KEY_STATES.join(', ')}`);
  return state;
}

const readSettings = settingReader<KmsSettings>(defaultSettings, {
  sigv4: oneOf('off', 'check'),
  rates: objectOr('off, or calls a second by operation', 'off'),
});

const isText = (value: unknown) => typeof value === 'string';

const KEY: Readonly<Record<keyof KmsKeyOption, (value: unknown) => boolean>> = {
  ...{ keyId: isText, alias: isText, account: isText, region: isText },
  usage: (value) => value === 'ENCRYPT_DECRYPT' || value === 'SIGN_VERIFY',
  state: (value) => KEY_STATES.some((state) => state === value),
};

function readKey(value: unknown): KmsKeyOption {
  checkMembers(value, KEY);
  // Every name was checked to be one of a key, and its value to be one that it can have.
  return value as KmsKeyOption;
}

function checkMembers(value: unknown, known: Readonly<Record<string, (value: unknown) => boolean>>): void {
  if (typeof value !== 'object' || value === null) throw new TypeError('the body is a JSON object');
  for (const [name, member] of Object.entries(value))
    if (known[name]?.(member) !== true) throw new TypeError(`${name} cannot be ${JSON.stringify(member)}`);
}
