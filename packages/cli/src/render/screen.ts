import type { Io, Output } from '../io.js';
import { type Palette, paletteFor } from './palette.js';

/** What a report is drawn on. */
export interface Screen {
  readonly width: number;
  readonly palette: Palette;
}

const WIDEST = 100;
const NARROWEST = 60;

/** An output's width and colours; COLUMNS counts where the output has no width of its own. */
export function screenOf(output: Output, env: Io['env']): Screen {
  const wanted = output.columns ?? (Number(env.COLUMNS) || 80);
  return { width: Math.min(WIDEST, Math.max(NARROWEST, wanted)), palette: paletteFor(output, env) };
}
