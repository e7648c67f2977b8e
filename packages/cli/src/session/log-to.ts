import { type Logger, redact } from '@certctl/plugin-api';
import { pino } from 'pino';
import type { Output } from '../io.js';
import type { LogLevel } from '../options/session-options.js';

/** The engine's logger: JSON lines, written before the call returns, every field made safe. */
export function logTo(output: Output, level: LogLevel): Logger {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
    { write: (line: string) => void output.write(line) },
  );
  const write =
    (at: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (logger.isLevelEnabled(at)) logger[at](safeFields(fields, 0), redact(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

const SECRET_NAME = /private|passphrase|password|secret|token|authorization|credential|pem$|^key$/i;
const DEEPEST = 4;

function safeFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) ? '[removed]' : safeValue(value, depth),
    ]),
  );
}

function safeValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return { name: value.name, message: redact(value.message) };
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((each) => safeValue(each, depth + 1));
  return safeFields(value, depth + 1);
}
