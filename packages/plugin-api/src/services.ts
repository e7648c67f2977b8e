import type { EpochMs } from './material.js';

/** Structured log. Messages and fields are redacted by the host; key bytes must not be given to it all the same. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The only source of time. */
export interface Clock {
  now(): EpochMs;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms` of real time, and the way to let go of its timer. */
  timeout(ms: number): { readonly signal: AbortSignal; cancel(): void };
}

export interface HttpSettings {
  /** Certificates (PEM) trusted beside the system's, for a private endpoint. */
  readonly caBundle?: string;
  /** The proxy for requests to a URL, as a URL; undefined to go straight there. */
  readonly proxyFor?: (url: string) => string | undefined;
  readonly connectTimeoutMs: number;
  readonly maxSockets: number;
  /**
   * Lets a target name an endpoint that is not the vendor's. Off unless the host's own settings say so:
   * whoever can write a target could otherwise have private keys sent to a host of their own.
   */
  readonly allowEndpoints: boolean;
}

/** Credentials that the host supplies by itself instead of the vendor's default chain. */
export interface Credentials {
  /** @param vendor `aws`, `azure`, `gcp`. Returns the vendor SDK's own credential object, or undefined. */
  get(vendor: string): unknown;
}

/**
 * Commands that the host's own settings list by name. A target names one and gives no arguments, so whoever
 * may write a target can run nothing that the host has not chosen.
 */
export interface Commands {
  /**
   * Runs a command without a shell.
   * @throws an Error with the `code` `UnknownCommand`, `CommandFailed` (with `exitCode`) or `CommandTimedOut`
   */
  run(name: string, signal: AbortSignal): Promise<void>;
  names(): readonly string[];
}

/** What the host gives a plugin for the life of one instance. */
export interface PluginServices {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly http: HttpSettings;
  readonly credentials: Credentials;
  readonly commands: Commands;
}
