export async function demo(context: import('../context.js').Context): Promise<void> {
  context.exitCode = 1;
}
