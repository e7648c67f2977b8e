import picocolors from 'picocolors';
import type { Io, Output } from '../io.js';

export type Palette = ReturnType<typeof picocolors.createColors>;

/**
 * Colours for an output: on a terminal only, never with NO_COLOR (https://no-color.org), and with
 * FORCE_COLOR (https://force-color.org) into a pipe too.
 */
export function paletteFor(output: Output, env: Io['env']): Palette {
  const forced = !!env.FORCE_COLOR && env.FORCE_COLOR !== '0';
  const terminal = output.isTTY === true && env.TERM !== 'dumb';
  return picocolors.createColors(!env.NO_COLOR && (forced || terminal));
}
