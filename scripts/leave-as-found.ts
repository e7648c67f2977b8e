import { afterAll, vi } from 'vitest';

// The files of one worker share its process, so what one sets is gone before the next begins.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
