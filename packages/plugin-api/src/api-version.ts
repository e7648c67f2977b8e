/**
 * Version of the contract between engine and plugins. It moves when a plugin written for the
 * old number would misbehave, not when something optional is added.
 */
export const API_VERSION = 1;

/** Marks an object made by `definePlugin`. A registered symbol, so that two copies of this package agree. */
export const PLUGIN_BRAND: unique symbol = Symbol.for('certctl.plugin') as never;

/** Marks a `CertctlError`. `instanceof` fails across two copies of this package; the brand does not. */
export const ERROR_BRAND: unique symbol = Symbol.for('certctl.error') as never;
