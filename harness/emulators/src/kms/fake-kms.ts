import type { AccessKeyOption } from '../acm/settings.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { WireFault } from '../faults/wire-fault.js';
import { Principals } from '../iam/principals.js';
import { type Clock, systemClock } from '../server/clock.js';
import { CONTROL_PREFIX, controlAnswer } from '../server/control-door.js';
import { type ListenOptions, startHttpServer } from '../server/http-server.js';
import { type LoggedRequest, RequestLog } from '../server/request-log.js';
import { control } from './control.js';
import { type KeyState, type KmsKeyOption, KmsKeys, makeKey } from './kms-key.js';
import { KmsService } from './kms-service.js';
import { defaultSettings, type KmsSettings } from './settings.js';

export interface FakeKmsOptions extends Partial<KmsSettings>, ListenOptions {
  /** Account of requests whose access key is not known. @default '123456789012' */
  readonly account?: string;
  /** Region of requests that are not signed. @default 'us-east-1' */
  readonly region?: string;
  readonly clock?: Clock;
  readonly accessKeys?: readonly AccessKeyOption[];
  /** Called after every request. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A key as the emulator holds it. */
export interface ObservedKmsKey {
  readonly arn: string;
  readonly state: KeyState;
  readonly usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY';
}

/** A running emulator of the calls of AWS KMS that wrap and unwrap a data key. */
export interface FakeKms {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** May be changed at any time. */
  readonly settings: KmsSettings;
  readonly faults: FaultBook<WireFault>;
  readonly requests: RequestLog;
  /** Those that there are, in the order of their creation, without what they encrypt with. */
  keys(): ObservedKmsKey[];
  /** Makes a key, without the API; returns its ARN. */
  addKey(option?: KmsKeyOption): string;
  /** Points an alias (its name without `alias/`) at a key; returns the alias's ARN. */
  setAlias(name: string, keyArn: string): string;
  setState(keyArn: string, state: KeyState): void;
  /** What a pending deletion ends in. */
  deleteKey(keyArn: string): void;
  addAccessKey(option: AccessKeyOption): void;
  /** Forgets keys, faults, requests and spent rates; settings and access keys stay. */
  reset(): void;
  close(): Promise<void>;
}

const WEEK_MS = 7 * 86_400_000;

/** Starts the emulator; on 127.0.0.1 and a free port unless told otherwise. */
export async function startFakeKms(options: FakeKmsOptions = {}): Promise<FakeKms> {
  const { account = '123456789012', region = 'us-east-1', clock = systemClock } = options;
  const settings: KmsSettings = {
    sigv4: options.sigv4 ?? defaultSettings.sigv4,
    rates: options.rates ?? defaultSettings.rates,
  };
  const keys = new KmsKeys();
  const log = new RequestLog(options.onRequest);
  const principals = new Principals(account);
  for (const key of options.accessKeys ?? []) principals.addKey(key);
  const service = new KmsService({ keys, settings, clock, log, principals, region });
  const server = await startHttpServer(
    async (request) =>
      request.path.startsWith(CONTROL_PREFIX)
        ? {
            kind: 'answer',
            answer: await controlAnswer(request, (asked) => control(asked, emulator)),
          }
        : service.handle(request),
    options,
  );
  const held = (arn: string) => {
    const key = keys.get(arn);
    if (key === undefined) throw new Error(`the emulator holds no key ${arn}`);
    return key;
  };
  const setAlias = (name: string, keyArn: string) => {
    const key = held(keyArn);
    const arn = `arn:aws:kms:${key.region}:${key.account}:alias/${name}`;
    keys.setAlias(arn, keyArn);
    return arn;
  };
  const setState = (keyArn: string, state: KeyState) => {
    const key = held(keyArn);
    key.state = state;
    key.deletionDate = state === 'PendingDeletion' ? clock.now() + WEEK_MS : undefined;
  };
  const emulator: FakeKms = {
    url: server.url,
    host: server.host,
    port: server.port,
    settings,
    faults: service.faults,
    requests: log,
    keys: () => keys.all().map(({ arn, state, usage }) => ({ arn, state, usage })),
    addKey: (option = {}) => {
      const key = makeKey({ account, region, ...option }, clock.now());
      keys.add(key);
      if (option.alias !== undefined) setAlias(option.alias, key.arn);
      if (option.state !== undefined) setState(key.arn, option.state);
      return key.arn;
    },
    setAlias,
    setState,
    deleteKey: (keyArn) => keys.delete(held(keyArn).arn),
    addAccessKey: (option) => principals.addKey(option),
    reset: () => {
      keys.clear();
      service.faults.clear();
      service.rates.clear();
      log.clear();
    },
    close: () => server.close(),
  };
  return emulator;
}
